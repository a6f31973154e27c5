import { services } from '@saleday/local/parties'
import { type Deployment, ofKind, title } from '../objects.ts'
import { type Complaint, complaint, type Rule } from '../rule.ts'

export const rollout: Rule = {
  name: 'an update takes no pod away before another one is ready, and leaves each version spread over the nodes',
  check: ({ objects }) =>
    ofKind(objects, 'Deployment')
      .filter(({ metadata }) => services.some((service) => service === metadata.name))
      .flatMap(ofOne),
}

function ofOne(deployment: Deployment): Complaint[] {
  const { minReadySeconds = 0, strategy, template } = deployment.spec
  const { maxUnavailable, maxSurge } = strategy?.rollingUpdate ?? {}
  const { topologySpreadConstraints = [], tolerations = [] } = template.spec
  const overNodes = topologySpreadConstraints.find(({ topologyKey }) => topologyKey === 'kubernetes.io/hostname')
  const impatient = ['not-ready', 'unreachable'].every((taint) =>
    tolerations.some(
      ({ key, tolerationSeconds }) => key === `node.kubernetes.io/${taint}` && (tolerationSeconds ?? Infinity) <= 30,
    ),
  )
  const demands: readonly [isMet: boolean, what: string, todo: string][] = [
    [maxUnavailable === 0, 'an update may take a pod away first', 'strategy.rollingUpdate.maxUnavailable: 0'],
    [maxSurge !== undefined && maxSurge !== 0, 'an update cannot add a pod', 'strategy.rollingUpdate.maxSurge: 1'],
    [minReadySeconds > 0, 'a pod counts as good at once', 'minReadySeconds: 3'],
    [
      overNodes?.whenUnsatisfiable === 'DoNotSchedule',
      'all pods may be on one node',
      'a spread over kubernetes.io/hostname',
    ],
    [
      overNodes?.matchLabelKeys?.includes('pod-template-hash') === true,
      'old pods count in the spread of new ones',
      'matchLabelKeys: [pod-template-hash]',
    ],
    [overNodes?.nodeTaintsPolicy === 'Honor', 'a drained node counts in the spread', 'nodeTaintsPolicy: Honor'],
    [impatient, 'pods stay on a lost node for minutes', 'tolerations of 10 s, as its neighbours have'],
  ]
  return demands.filter(([isMet]) => !isMet).map(([, what, todo]) => complaint(title(deployment), what, `set ${todo}`))
}
