import type { Line } from './measure-history.ts'
import type { PodLife } from './measure-pods.ts'
import type { Rollout } from './measure-rollouts.ts'

/** Why a pod ended, as far as the timetable and the other lines tell. */
export type End = { cause: Cause; event: number | null }
export type Cause =
  | 'killed'
  | 'restarted'
  | 'evicted'
  | 'drained'
  | 'node lost'
  | 'rolled out'
  | 'rolled back'
  | 'crashed'
  | 'scaled in'
  | 'ended'

export type HitPods = { event: number; kind: string; atMs: number; pods: readonly string[] }

const causeOf: Readonly<Record<string, Cause>> = {
  kill: 'killed',
  restart: 'restarted',
  evict: 'evicted',
  drain: 'drained',
  'stop-node': 'node lost',
}
/** The watch tells of an end a little after it, and a clock is not exact. */
const earlierMs = 500
/** A node may be drained for a while, and its loss takes the control plane a while to see. */
const laterMs = 120_000
const shrunkWithinMs = 45_000

/** @param wanted lines of the pod's service */
export function endOf(
  pod: PodLife,
  hits: readonly HitPods[],
  rollouts: readonly Rollout[],
  wanted: readonly Line<'service'>[],
  startAt: number,
): End | null {
  const endedMs = pod.endingMs ?? pod.goneMs
  if (endedMs === null) return null
  const hit = hits.findLast(
    ({ kind, atMs, pods }) =>
      kind in causeOf &&
      pods.includes(pod.name) &&
      endedMs > atMs - earlierMs &&
      endedMs < atMs + laterMs &&
      // That blow it has survived.
      !pod.restarts.some((restart) => restart.atMs > atMs - earlierMs),
  )
  if (hit !== undefined) return { cause: causeOf[hit.kind]!, event: hit.event }
  return { cause: otherCause(pod, endedMs, rollouts, wanted, startAt), event: null }
}

function otherCause(
  pod: PodLife,
  endedMs: number,
  rollouts: readonly Rollout[],
  wanted: readonly Line<'service'>[],
  startAt: number,
): Cause {
  const rollout = rollouts.find(
    (one) =>
      one.service === pod.service && one.startedMs <= endedMs && endedMs <= (one.endedMs ?? Number.POSITIVE_INFINITY),
  )
  if (rollout?.from.template === pod.template && rollout.outcome !== 'undone') return 'rolled out'
  if (rollout?.to.template === pod.template && rollout.outcome === 'undone') return 'rolled back'
  if (pod.reason === 'Evicted') return 'evicted'
  if (pod.reason !== null && /OOM|Error|CrashLoop/.test(pod.reason)) return 'crashed'
  const shrunk = wanted.some(({ at, wanted: now }, index) => {
    const ms = at - startAt
    return ms <= endedMs + earlierMs && ms > endedMs - shrunkWithinMs && now < (wanted[index - 1]?.wanted ?? now)
  })
  return shrunk ? 'scaled in' : 'ended'
}
