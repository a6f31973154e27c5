import { playground } from '../cluster.ts'
import { found, lab } from '../lab.ts'
import { eventsSince, isReady, isSchedulable, isWhole, nameOf, nodesOf } from '../objects.ts'

const inPlayground = ['--namespace', playground]

export const lab03 = lab({
  number: 3,
  page: '03-where-pods-go',
  async remember(cluster) {
    const nodes = await cluster.list('nodes', '--selector', '!node-role.kubernetes.io/control-plane')
    return { workers: nodes.map(nameOf) }
  },
  steps: [
    {
      says: 'While one machine was closed, new pods went to the other one',
      expected:
        'four pods of one version of shelf, or more, that the scheduler has sent to one and the same node (its events tell)',
      hint: 'kubectl cordon saleday-worker2 before you make the Deployment shelf in the namespace lab',
      async look({ cluster, since, before }) {
        const about = { kind: 'Pod', name: /^shelf-/, reason: 'Scheduled', namespace: playground }
        const placed = (await eventsSince(cluster, since, about)).map(({ message, involvedObject }) => ({
          set: involvedObject.name.replace(/-[^-]+$/, '') as string,
          node: before.workers.find((worker) => (message as string).endsWith(` to ${worker}`)),
        }))
        const sets = [...new Set(placed.map(({ set }) => set))].map((set) => placed.filter((one) => one.set === set))
        const together = sets.find((pods) => pods.length >= 4 && new Set(pods.map(({ node }) => node)).size === 1)
        if (together !== undefined) return found(true, `${together.length} pods were sent to ${together[0]!.node}`)
        return found(
          false,
          `the scheduler has placed ${placed.length} pods of shelf since the lab began, never four on one node alone`,
        )
      },
    },
    {
      says: 'The machine is open again, and the shelf stands on both',
      expected: 'every node takes pods, and pods of shelf are ready on both workers',
      hint: 'kubectl uncordon saleday-worker2; the scheduler moves nothing by itself, so: kubectl rollout restart deployment shelf --namespace lab',
      async look({ cluster, before }) {
        const nodes = await cluster.list('nodes')
        const closed = nodes.filter((node) => !isSchedulable(node)).map(nameOf)
        const pods = (await cluster.list('pods', '--selector', 'app=shelf', ...inPlayground)).filter(isReady)
        const on = nodesOf(pods)
        return found(
          closed.length === 0 && before.workers.every((worker) => on.includes(worker)),
          `${closed.length === 0 ? 'all nodes take pods' : `closed: ${closed.join(', ')}`}; shelf has ${pods.length} ready pods on ${on.join(', ') || 'no node'}`,
        )
      },
    },
    {
      says: 'A pod that fits nowhere waited, and the scheduler said why',
      expected: 'an event FailedScheduling of a pod of giant, with the words Insufficient cpu',
      hint: 'make the Deployment giant in the namespace lab, and ask for 100 CPUs: kubectl set resources deployment giant --requests cpu=100 --namespace lab',
      async look({ cluster, since }) {
        const about = { kind: 'Pod', name: /^giant-/, reason: 'FailedScheduling', namespace: playground }
        const said = (await eventsSince(cluster, since, about)).map(({ message }) => message as string)
        const why = said.find((text) => text.includes('Insufficient cpu'))
        return found(why !== undefined, why ?? said[0] ?? 'no pod of giant had to wait since the lab began')
      },
    },
    {
      says: 'It was made to fit',
      expected: 'the Deployment giant has a pod that is ready',
      hint: 'kubectl set resources deployment giant --requests cpu=50m --namespace lab',
      async look({ cluster }) {
        const deployment = await cluster.find('deployment', 'giant', ...inPlayground)
        if (deployment === undefined) return found(false, 'there is no such Deployment')
        const wants = deployment.spec.template.spec.containers[0].resources?.requests?.cpu ?? 'nothing'
        const ready = deployment.status?.readyReplicas ?? 0
        return found(
          ready > 0 && isWhole(deployment),
          `it asks for ${wants} of CPU; ${ready} of ${deployment.spec.replicas} pods ready`,
        )
      },
    },
  ],
})
