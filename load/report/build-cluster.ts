import type { ClusterChange } from '../cluster/cluster-change.ts'
import { decisionsOf } from '../cluster/measure-autoscaler.ts'
import { endOf, type HitPods } from '../cluster/measure-ends.ts'
import { killSummary } from '../cluster/measure-goals.ts'
import { historyOf } from '../cluster/measure-history.ts'
import { nodesOf } from '../cluster/measure-nodes.ts'
import { type PodLife, podsOf } from '../cluster/measure-pods.ts'
import { type ReportedEvent, recoveriesOf } from '../cluster/measure-recoveries.ts'
import { replicasOf } from '../cluster/measure-replicas.ts'
import { rolloutsOf } from '../cluster/measure-rollouts.ts'
import type { JournalFacts } from './read-journal.ts'
import type { Report, ReportEvent, Timeline } from './report-schema.ts'

/** What a run in a cluster has beside the others. */
export function buildCluster(
  changes: readonly ClusterChange[],
  events: readonly (ReportEvent & Pick<ReportedEvent, 'named'>)[],
  journal: JournalFacts,
  bounds: { startAt: number; endAt: number },
): Required<Pick<Report, 'cluster' | 'recoveries'>> {
  const { startAt, endAt } = bounds
  const history = historyOf(changes)
  const answers = journal.checkouts.flatMap(({ end }) => end ?? [])
  const recoveries = recoveriesOf(events, history, { firstErrors: journal.firstErrors, answers, endAt })
  const rollouts = rolloutsOf(history, startAt).filter(({ startedMs }) => startedMs <= endAt - startAt)
  const hits = recoveries.map(
    ({ event, kind, pods }): HitPods => ({ event, kind, pods, atMs: events[event - 1]!.elapsedMs }),
  )
  return {
    recoveries: { kills: killSummary(recoveries), events: recoveries },
    cluster: {
      nodes: nodesOf(history, startAt, endAt),
      pods: podsOf(history, startAt, endAt).map((pod) => ({
        ...pod,
        restarts: pod.restarts.map((restart) => ({ ...restart, event: eventBehind(pod, restart.atMs, hits) })),
        end: endOf(pod, hits, rollouts, history.services.get(pod.service) ?? [], startAt),
      })),
      rollouts,
      autoscaler: decisionsOf(history, startAt),
    },
  }
}

function eventBehind({ name }: PodLife, restartMs: number, hits: readonly HitPods[]): number | null {
  const hit = hits.findLast(
    ({ pods, atMs }) => pods.includes(name) && restartMs > atMs - 500 && restartMs < atMs + 20_000,
  )
  return hit?.event ?? null
}

/** Wanted and ready as the cluster tells them, instead of what the samples say. */
export function withReplicas(timeline: Timeline, changes: readonly ClusterChange[], startAt: number): Timeline {
  const nothing = timeline.shop.cpuPercent.map(() => null)
  const services = { ...timeline.services }
  for (const [name, replicas] of replicasOf(historyOf(changes), startAt, timeline.seconds)) {
    const untold = {
      requestsPerSecond: nothing,
      errorsPerSecond: nothing,
      p50Ms: nothing,
      p95Ms: nothing,
      p99Ms: nothing,
      cpuPercent: nothing,
    }
    services[name] = { ...(services[name] ?? untold), ...replicas }
  }
  return { ...timeline, services }
}
