import type { simulatedCluster } from './simulated-cluster.ts'

type Cluster = ReturnType<typeof simulatedCluster>

/** A thing that is done to the made-up cluster; `$hit` in its words is what it hits. */
export type ClusterMoment = {
  at: number
  kind: string
  /** A service or a node. */
  of: string
  hits: 'pod' | 'itself'
  says: string
  kubectl: string
  act: (cluster: Cluster, hit: string) => void
}

const podNamed = (cluster: Cluster, service: string, name: string) =>
  cluster.podsOf(service).find((pod) => pod.name === name)!

const kill = (at: number, service: string): ClusterMoment => ({
  at,
  kind: 'kill',
  of: service,
  hits: 'pod',
  says: '$hit was deleted without grace',
  kubectl: 'kubectl --namespace saleday delete pod $hit --grace-period=0 --force',
  act: (cluster, hit) => cluster.kill(podNamed(cluster, service, hit)),
})

const crash = (at: number, service: string): ClusterMoment => ({
  at,
  kind: 'kill',
  of: service,
  hits: 'pod',
  says: 'SIGKILL to the container of $hit',
  kubectl: `kubectl --namespace saleday exec $hit -- node -e "process.kill(1, 'SIGKILL')"`,
  act: (cluster, hit) => cluster.crash(podNamed(cluster, service, hit)),
})

const rollout = (at: number, service: string): ClusterMoment => ({
  at,
  kind: 'rollout',
  of: service,
  hits: 'itself',
  says: 'A new version of $hit is rolled out',
  kubectl: 'kubectl --namespace saleday set image deployment/$hit $hit=saleday/$hit:1.2.0',
  act: (cluster, hit) => cluster.roll(hit),
})

export const timetable: readonly ClusterMoment[] = [
  kill(60, 'order'),
  kill(72, 'payment'),
  crash(84, 'product'),
  kill(96, 'cart'),
  {
    at: 106,
    kind: 'evict',
    of: 'payment',
    hits: 'pod',
    says: '$hit was evicted',
    kubectl: 'kubectl --namespace saleday create --raw /api/v1/namespaces/saleday/pods/$hit/eviction -f eviction.yaml',
    act: (cluster, hit) => cluster.end(podNamed(cluster, 'payment', hit)),
  },
  rollout(118, 'order'),
  rollout(124, 'payment'),
  rollout(130, 'product'),
  rollout(136, 'cart'),
  rollout(142, 'auth'),
  {
    at: 190,
    kind: 'bank',
    of: 'bank',
    hits: 'itself',
    says: 'The bank answers 500 ms later, for 10 s',
    kubectl: 'kubectl --namespace saleday exec deploy/bank -- node faults.ts slowMs=500',
    act: () => undefined,
  },
  kill(232, 'order'),
  crash(244, 'payment'),
  {
    at: 256,
    kind: 'drain',
    of: 'saleday-worker2',
    hits: 'itself',
    says: '$hit is drained',
    kubectl: 'kubectl drain $hit --ignore-daemonsets --delete-emptydir-data',
    act: (cluster, hit) => cluster.drain(hit),
  },
  {
    at: 276,
    kind: 'uncordon',
    of: 'saleday-worker2',
    hits: 'itself',
    says: '$hit takes pods again',
    kubectl: 'kubectl uncordon $hit',
    act: (cluster, hit) => cluster.setNode(hit, { takesPods: true }),
  },
  {
    at: 286,
    kind: 'stop-node',
    of: 'saleday-worker3',
    hits: 'itself',
    says: '$hit was switched off',
    kubectl: 'docker stop --time 0 $hit',
    act: (cluster, hit) => cluster.stopNode(hit),
  },
  {
    at: 318,
    kind: 'start-node',
    of: 'saleday-worker3',
    hits: 'itself',
    says: '$hit is switched on again',
    kubectl: 'docker start $hit',
    act: (cluster, hit) => cluster.startNode(hit),
  },
]
