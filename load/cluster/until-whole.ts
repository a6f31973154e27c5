import { setTimeout as delay } from 'node:timers/promises'
import { services } from '@saleday/local/parties'
import { UserError } from '@saleday/local/user-error'
import { nodeStateOf } from './object-states.ts'
import { isRolledOut } from './roll-out.ts'
import type { ClusterView } from './watch-cluster.ts'

/** What keeps a shop from being measured fairly, in words; nothing where all is well. */
export function whatIsMissing(view: Pick<ClusterView, 'nodes' | 'pods' | 'deployment'>): string[] {
  const nodes = view.nodes().map(nodeStateOf)
  const ending = view.pods().filter(({ metadata }) => metadata?.deletionTimestamp)
  return [
    ...nodes.filter(({ ready }) => !ready).map(({ node }) => `${node} is not ready`),
    ...nodes.filter(({ ready, takesPods }) => ready && !takesPods).map(({ node }) => `${node} takes no pods`),
    ...[...services, 'bank'].flatMap((service) => {
      const deployed = view.deployment(service)
      if (deployed === undefined) return service === 'bank' ? [] : [`there is no Deployment ${service}`]
      const ready = `${deployed.status?.readyReplicas ?? 0} of ${deployed.spec?.replicas ?? 1} ready`
      return isRolledOut(deployed) ? [] : [`${service} is on its way: ${ready}`]
    }),
    ...(ending.length > 0 ? [`${ending.length} pods are on their way out`] : []),
  ]
}

/** Waits for a shop that is being changed. @throws UserError where it does not come to rest */
export async function untilWhole(
  view: Pick<ClusterView, 'nodes' | 'pods' | 'deployment'>,
  { isLeaving, say, withinMs = 180_000 }: { isLeaving: () => boolean; say: (line: string) => void; withinMs?: number },
): Promise<void> {
  const end = performance.now() + withinMs
  for (let waits = 0; ; waits++) {
    const missing = whatIsMissing(view)
    if (missing.length === 0) return
    if (waits === 0) say(`Waiting for the shop: ${missing.join('; ')}`)
    if (isLeaving()) throw new UserError('Ended by hand before the shop was ready.', 'Nothing was tested.')
    if (performance.now() > end)
      throw new UserError(
        `The shop is not well: ${missing.join('; ')}.`,
        'See npm run kind:status, or kubectl get pods.',
      )
    await delay(500)
  }
}
