import { CoreV1Api, type KubeConfig, makeInformer, type V1ConfigMap, type V1Pod } from '@kubernetes/client-node'
import { boardKey, boardName } from '@saleday/load/cluster/cluster-board'
import { clusterSources } from '@saleday/load/cluster/cluster-sources'
import { connectKube } from '@saleday/load/cluster/connect-kube'
import { configMap, pod as podRef } from '@saleday/load/cluster/kube'
import { kubectlText } from '@saleday/load/cluster/kubectl-text'
import { type PodForwards, podForwards } from '@saleday/load/cluster/pod-forwards'
import { isOfJob, nameOf } from '@saleday/load/cluster/pod-state'
import { podStream } from '@saleday/load/cluster/pod-stream'
import { type ClusterView, watchCluster } from '@saleday/load/cluster/watch-cluster'
import type { LiveDay } from '@saleday/load/live-day'
import { clusterSeen, hasMetrics } from './cluster-seen.ts'
import type { Place } from './frame.ts'
import type { Seen, Source } from './seen.ts'
import { followWarnings } from './warnings.ts'

const adminPort = 9090
/** The API server may miss some calls before what is shown counts as old. */
const lostAfterMs = 5_000
const openAgainMs = 2_000

type Opened = { view: ClusterView; forwards: PodForwards; stop(): Promise<void> }

/** The shop in a cluster, by watches, and by the metrics of its pods. */
export function clusterSource(parts: {
  config: KubeConfig
  namespace: string
  /** As people call the cluster. */
  name: string
  /** Of commands that are shown; undefined: the one that is current. */
  context: string | undefined
  /** In a pod of it, which reaches the others by their addresses; else ports are forwarded. */
  isInside: boolean
}): Source {
  const { config, namespace, name, context, isInside } = parts
  const kube = connectKube(config, namespace)
  const text = kubectlText(context, namespace)
  const warnings = watchWarnings(config, namespace)
  let opened: Opened | undefined
  let opening: Promise<void> | undefined
  let openAgainAt = 0
  let day: LiveDay | undefined
  let isReading = false
  let heardAt = Date.now()
  let problem = ''

  const place = (state: Place['state'], says: string | null): Place => ({
    kind: 'cluster',
    name,
    context: context ?? null,
    namespace,
    state,
    says,
  })
  const lost = (): Place => place('lost', `The cluster of ${name} does not answer: ${problem}`)

  async function open(): Promise<void> {
    try {
      const view = await watchCluster(clusterSources(config, namespace))
      const forwards = podForwards(podStream(config, namespace), view)
      opened = {
        view,
        forwards,
        async stop() {
          forwards.close()
          await view.stop()
        },
      }
    } catch (error) {
      problem = (error as Error).message || String(error)
      openAgainAt = Date.now() + openAgainMs
    }
  }

  /** Read each second, it also tells whether the API server answers. */
  async function readDay(): Promise<void> {
    if (isReading) return
    isReading = true
    try {
      const board = await kube.read<V1ConfigMap>(configMap(boardName))
      const text = board?.data?.[boardKey]
      day = text === undefined ? undefined : (JSON.parse(text) as LiveDay)
      heardAt = Date.now()
    } catch (error) {
      problem = (error as Error).message || String(error)
    } finally {
      isReading = false
    }
  }

  async function adminUrls(view: ClusterView, forwards: PodForwards): Promise<Map<string, string>> {
    const pods = view.pods().filter((pod) => !isOfJob(pod) && hasMetrics(pod))
    const urls = pods.map(async (pod) => [nameOf(pod), await adminUrl(pod, forwards)] as const)
    return new Map(await Promise.all(urls))
  }

  async function adminUrl(pod: V1Pod, forwards: PodForwards): Promise<string> {
    if (isInside) return `http://${hostOf(pod.status?.podIP ?? '')}:${adminPort}`
    const { host, port } = await forwards.to(nameOf(pod), adminPort)
    return `http://${host}:${port}`
  }

  return {
    // From outside each look goes through the API server and the pod's node: see docs/adr/0013-the-recorder-asks-the-pods.md.
    readEveryMs: isInside ? 1_000 : 3_000,
    async look(): Promise<Seen> {
      void readDay()
      if (opened === undefined) {
        if (Date.now() >= openAgainAt)
          opening ??= open().finally(() => {
            opening = undefined
          })
        await opening
      }
      if (opened === undefined) return { place: lost(), nodes: [], pods: [], services: [] }
      const { view, forwards } = opened
      const urls = await adminUrls(view, forwards)
      const isLost = Date.now() - heardAt > lostAfterMs
      const seen = clusterSeen(view, urls, isLost ? lost() : place('watching', null))
      if (isLost || seen.services.length > 0) return seen
      return { ...seen, place: place('absent', `There is no shop in the namespace ${namespace} of ${name}.`) }
    },
    saleDay: () => day,
    news: warnings.take,
    async kill(pod) {
      if (!(await kube.remove(podRef(pod.name), 0))) return undefined
      return { says: `deletion with no grace of ${pod.name}`, kubectl: text.deletePod(pod.name, 0) }
    },
    bankFaultsCommand: (faults) => text.bankFaults(faults),
    async close() {
      await opening
      await warnings.stop()
      await opened?.stop()
    },
  }
}

/** An address of IPv6 is written in brackets. */
const hostOf = (ip: string): string => (ip.includes(':') ? `[${ip}]` : ip)

const watchAgainMs = 5_000

function watchWarnings(config: KubeConfig, namespace: string) {
  const core = config.makeApiClient(CoreV1Api)
  const events = makeInformer(config, `/api/v1/namespaces/${namespace}/events`, () =>
    core.listNamespacedEvent({ namespace }),
  )
  const warnings = followWarnings(events, Date.now())
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  const start = (): void => {
    // What it fails with is told to 'error' too.
    if (!isStopped) events.start().catch(() => undefined)
  }
  events.on('error', () => {
    clearTimeout(timer)
    timer = setTimeout(start, watchAgainMs)
    timer.unref()
  })
  start()
  return {
    take: warnings.take,
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await events.stop()
    },
  }
}
