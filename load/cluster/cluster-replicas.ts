import type { V1Pod } from '@kubernetes/client-node'
import type { Replica, Replicas, ServerToRestart, Strike } from '../src/replicas.ts'
import { evictPod } from './evict-pod.ts'
import type { PodForwards } from './pod-forwards.ts'
import { isReady, lifeOf, nameOf } from './pod-state.ts'
import { deletePod, killPod, type StrikeParts } from './strike-pod.ts'
import type { ClusterView } from './watch-cluster.ts'

const adminPort = 9090

/** Half a pod's data would be lost if another one was started beside it: the kubelet must have ended it before. */
const serverGraceSeconds = 1

/** The pods of a shop in a cluster. */
export function clusterReplicas(
  parts: StrikeParts & { view: Pick<ClusterView, 'pods' | 'deployment'>; forwards: Pick<PodForwards, 'to'> },
): Replicas {
  const { view, forwards, kube, text } = parts

  async function replicaOf(pod: V1Pod, service: string): Promise<Replica> {
    const { host, port } = await forwards.to(nameOf(pod), adminPort)
    return { service, id: nameOf(pod), life: lifeOf(pod), ready: isReady(pod), adminUrl: `http://${host}:${port}` }
  }

  /** As it is now; none where it is another life by now. */
  const podOf = ({ service, id, life }: Replica): V1Pod | undefined =>
    view.pods(service).find((pod) => nameOf(pod) === id && lifeOf(pod) === life)

  const onPod = async (
    replica: Replica,
    strike: (pod: V1Pod) => Promise<Strike | undefined>,
  ): Promise<Strike | undefined> => {
    const pod = podOf(replica)
    return pod && (await strike(pod))
  }

  async function evict(pod: V1Pod): Promise<Strike | undefined> {
    const { wasThere, refusals } = await evictPod(kube, nameOf(pod))
    return wasThere ? { how: 'eviction of', details: { kubectl: text.evictPod(nameOf(pod)), refusals } } : undefined
  }

  return {
    list: async (service) =>
      await Promise.all(
        view
          .pods(service)
          .filter(isRunning)
          .map((pod) => replicaOf(pod, service)),
      ),
    // Each look goes through the API server and the pod's node, and all of that takes CPU.
    sampleEveryMs: 3_000,
    lookEveryMs: 100,
    wanted: (service) => view.deployment(service)?.spec?.replicas ?? 0,
    kill: (replica) => onPod(replica, (pod) => killPod(parts, pod)),
    restart: (replica) => onPod(replica, (pod) => deletePod(parts, pod)),
    evict: (replica) => onPod(replica, evict),
    async restartServer(server: ServerToRestart) {
      const pod = view.pods(server).find(isReady)
      const strike = pod && (await killPod(parts, pod, serverGraceSeconds))
      if (strike === undefined) return null
      const life = lifeOf(pod!)
      return {
        id: nameOf(pod!),
        says: `${strike.how} ${server}, ${nameOf(pod!)}`,
        details: strike.details,
        isBack: async () => view.pods(server).some((each) => isReady(each) && lifeOf(each) !== life),
      }
    },
  }
}

/** Has a process, or had one until a moment ago. */
const isRunning = (pod: V1Pod): boolean => pod.status?.containerStatuses?.[0]?.containerID !== undefined
