import type { Report } from '@saleday/load/report'
import { services } from '@saleday/local/parties'
import { found, lab } from '../lab.ts'
import { eventsSince, isSchedulable, isWhole, nameOf } from '../objects.ts'
import { saleStep } from '../sales.ts'

const lost = 'saleday-worker2'
const drained = 'saleday-worker'

export const lab11 = lab({
  number: 11,
  page: '11-take-a-machine-away',
  remember: async () => ({}),
  steps: [
    {
      says: 'A machine lost its power, and the cluster noticed',
      expected: `an event NodeNotReady of ${lost} since the lab began`,
      hint: `docker stop -t 0 ${lost}; it takes most of a minute until the cluster believes it`,
      async look({ cluster, since }) {
        const about = { kind: 'Node', name: new RegExp(`^${lost}$`), reason: 'NodeNotReady', namespace: 'default' }
        const said = await eventsSince(cluster, since, about)
        return found(said.length > 0, said.at(-1)?.message ?? 'there is no such event')
      },
    },
    {
      says: 'Its pods were given up, and made anew elsewhere',
      expected: 'events TaintManagerEviction of pods of the shop since the lab began',
      hint: 'leave the machine without power until kubectl get pods --output wide shows two ready pods of each service on the other one',
      async look({ cluster, since }) {
        const about = { kind: 'Pod', name: new RegExp(`^(${services.join('|')})-`), reason: 'TaintManagerEviction' }
        const pods = new Set(
          (await eventsSince(cluster, since, about)).map(({ involvedObject }) => involvedObject.name),
        )
        return found(
          pods.size > 0,
          pods.size > 0 ? `given up: ${[...pods].join(', ')}` : 'no pod of the shop was given up',
        )
      },
    },
    saleStep(
      `The machine ${drained} was emptied while customers bought`,
      drainIn,
      `Start the sale in the second terminal first, then: kubectl drain ${drained} --ignore-daemonsets --delete-emptydir-data.`,
    ),
    {
      says: 'At the end every machine is there and open, and the shop is whole',
      expected: 'three nodes that take pods, and as many pods available as each Deployment wants',
      hint: `docker start ${lost}; kubectl uncordon ${drained}`,
      async look({ cluster }) {
        const [nodes, deployments] = await Promise.all([cluster.list('nodes'), cluster.list('deployments')])
        const closed = nodes.filter((node) => !isSchedulable(node)).map(nameOf)
        const lacking = deployments.filter((one) => !isWhole(one)).map(nameOf)
        const words = [
          closed.length === 0 ? `all ${nodes.length} nodes take pods` : `these take none: ${closed.join(', ')}`,
          lacking.length === 0 ? 'every Deployment is whole' : `not whole: ${lacking.join(', ')}`,
        ]
        return found(closed.length === 0 && lacking.length === 0, words.join('; '))
      },
    },
  ],
})

/** The node took no pods for a while, and pods of it ended in that time. */
function drainIn({ cluster }: Report): string | undefined {
  const closed = (cluster?.nodes.find(({ name }) => name === drained)?.states ?? []).find(({ takesPods }) => !takesPods)
  if (closed === undefined) return undefined
  const gone = (cluster?.pods ?? []).filter(
    ({ node, endingMs }) =>
      node === drained && endingMs !== null && endingMs >= closed.fromMs && endingMs <= closed.toMs,
  )
  return gone.length === 0 ? undefined : `${gone.length} pods moved off ${drained}`
}
