import type { Cluster, KubeObject } from '../cluster.ts'
import { found, lab } from '../lab.ts'
import { isReady, isSince, nameOf, podsOfService } from '../objects.ts'

const door = 'lab-door'

const restartsOf = ({ status }: KubeObject): number => status.containerStatuses?.[0]?.restartCount ?? 0

export const lab05 = lab({
  number: 5,
  page: '05-on-the-node',
  async remember(cluster) {
    const pods = (await cluster.list(...podsOfService('product'))).filter(isReady)
    return { restarts: Object.fromEntries(pods.map((pod) => [pod.metadata.uid as string, restartsOf(pod)])) }
  },
  steps: [
    {
      says: 'A container was killed, and the kubelet has started another one in the same pod',
      expected: 'a pod of product that was there before, is ready, and has one restart more since the lab began',
      hint: 'docker exec with the name of the pod’s node, then ctr --namespace k8s.io tasks kill --signal SIGKILL with the id of the container',
      async look({ cluster, before, since }) {
        const pods = await cluster.list(...podsOfService('product'))
        const known = pods.filter(({ metadata }) => metadata.uid in before.restarts)
        const restarted = known.filter((pod) => restartsOf(pod) > before.restarts[pod.metadata.uid]!)
        if (restarted.length === 0)
          return found(false, `no container of ${known.map(nameOf).join(', ') || 'those pods'} was started again`)
        const pod = restarted[0]
        const status = pod.status.containerStatuses[0]
        const ended = status.lastState?.terminated
        return found(
          isReady(pod) && isSince(since, status.state?.running?.startedAt),
          `${nameOf(pod)} has ${restartsOf(pod)} restarts (its last container ended with ${ended?.exitCode ?? 'nothing'}), and is ${isReady(pod) ? 'ready' : 'not ready'}`,
        )
      },
    },
    {
      says: 'There is a second door to product',
      expected: `the Service ${door}, which leads to the same pods as the Service product`,
      hint: `kubectl expose deployment product --name ${door} --port 80 --target-port api`,
      async look({ cluster }) {
        const [ours, theirs] = [await addressesOf(cluster, door), await addressesOf(cluster, 'product')]
        return found(
          ours.length > 0 && ours.join() === theirs.join(),
          `it leads to ${ours.join(', ') || 'nothing'}; product leads to ${theirs.join(', ')}`,
        )
      },
    },
    {
      says: 'kube-proxy has made it into rules on every node',
      expected: 'on each node: rules that name the Service, one for each of its pods',
      hint: 'the rules come within a second or two of the Service; docker exec saleday-worker iptables-save --table nat shows them',
      async look({ cluster }) {
        const service = await cluster.find('service', door)
        if (service === undefined) return found(false, `there is no Service ${door}`)
        const addresses = await addressesOf(cluster, door)
        const nodes = (await cluster.list('nodes')).map(nameOf)
        const rules = await Promise.all(nodes.map((node) => rulesOf(cluster, node)))
        const counts = rules.map((text) => addresses.filter((address) => leadsTo(text, address)).length)
        const words = nodes.map((node, index) => `${node}: rules for ${counts[index]} of ${addresses.length} pods`)
        return found(addresses.length > 0 && counts.every((count) => count === addresses.length), words.join('\n'))
      },
    },
  ],
})

async function addressesOf(cluster: Cluster, service: string): Promise<string[]> {
  const slices = await cluster.list('endpointslices', '--selector', `kubernetes.io/service-name=${service}`)
  const endpoints = slices.flatMap((slice) => slice.endpoints ?? [])
  return endpoints
    .filter(({ conditions }: KubeObject) => conditions.ready === true)
    .map(({ addresses }: KubeObject) => addresses[0] as string)
    .sort()
}

const rulesOf = (cluster: Cluster, node: string): Promise<string> =>
  cluster.docker(['exec', node, 'iptables-save', '--table', 'nat'])

/** `-A KUBE-SEP-… -p tcp -m comment --comment "saleday/lab-door" … -j DNAT --to-destination 10.244.1.7:3000` */
const leadsTo = (rules: string, address: string): boolean =>
  rules
    .split('\n')
    .some((rule) => rule.includes(`saleday/${door}`) && rule.includes('DNAT') && rule.includes(`${address}:`))
