import { title } from '../objects.ts'
import { complaint, type Rule } from '../rule.ts'
import { load, serversOf } from '../servers.ts'

/** Kubernetes' own, where a pod does not say. */
const defaultGraceSeconds = 30

export const drain: Rule = {
  name: 'a pod is given more time to end than it takes',
  check: (rendering) =>
    serversOf(rendering).flatMap((server) => {
      const { deployment, container } = server
      const chassis = load(server).result?.chassis
      if (!chassis) return []
      const { terminationGracePeriodSeconds: graceSeconds = defaultGraceSeconds } = deployment.spec.template.spec
      const pauseSeconds = container.lifecycle?.preStop?.sleep?.seconds
      const where = title(deployment)
      if (pauseSeconds === undefined) {
        return [complaint(where, 'is told to stop while requests still come', 'add lifecycle.preStop.sleep')]
      }
      const needsSeconds = pauseSeconds + chassis.drainLimitMs / 1000
      const complaints = []
      if (graceSeconds <= needsSeconds) {
        complaints.push(
          complaint(
            where,
            `is killed after ${graceSeconds} s, and may need ${needsSeconds} s: preStop ${pauseSeconds} s and DRAIN_LIMIT_MS`,
            'raise terminationGracePeriodSeconds',
          ),
        )
      }
      if (chassis.drainLingerMs >= chassis.drainLimitMs) {
        complaints.push(complaint(where, 'DRAIN_LINGER_MS is not less than DRAIN_LIMIT_MS', 'lower it'))
      }
      return complaints
    }),
}
