import { type Answered, cleanMs, p95BackMs } from './measure-buyers.ts'
import { type ClusterHistory, podKey } from './measure-history.ts'
import { podsHit } from './measure-hit.ts'
import { outOfEndpointsMs, replacedMs } from './measure-replaced.ts'

/** What is needed of an event of the timetable. */
export type ReportedEvent = {
  number: number
  at: number
  kind: string
  service: string
  hit: string | null
  /** Names of the pods that were to go, where the event tells them. */
  named?: readonly string[] | undefined
  /** Requests in flight in the pod that was hit; null: not known. */
  inFlight: number | null
  /** Checkouts of the crowd in flight. */
  checkoutsInFlight: number | null
}

/** How the shop came back from one event. Null: it was not measured, or did not come about before the run was over. */
export type Recovery = {
  event: number
  kind: string
  /** Names of the pods that were hit. */
  pods: string[]
  checkoutsInFlight: number | null
  outOfEndpointsMs: number | null
  replacedMs: number | null
  cleanMs: number
  p95BackMs: number | null
}

export type Crowd = { firstErrors: readonly number[]; answers: readonly Answered[]; endAt: number }

/** Events within a second of each other count as one where traffic gets clean again. */
const togetherMs = 1_000

/** Of every event that hit pods. */
export function recoveriesOf(events: readonly ReportedEvent[], history: ClusterHistory, crowd: Crowd): Recovery[] {
  const hits = events.map((event) => ({ event, pods: podsHit(event, history) }))
  return hits.flatMap(({ event, pods }) => {
    if (pods.length === 0) return []
    const { number, kind, at } = event
    const keys = new Set(pods.map(podKey))
    const again = hits.find((later) => later.event.at > at && later.pods.some((pod) => keys.has(podKey(pod))))
    const next = events.find((later) => later.at > at + togetherMs)
    return {
      event: number,
      kind,
      pods: pods.map(({ name }) => name),
      checkoutsInFlight: checkoutsOn(event),
      outOfEndpointsMs: outOfEndpointsMs(pods, history, at, again?.event.at ?? Number.POSITIVE_INFINITY),
      replacedMs: replacedMs(pods, history, at),
      cleanMs: cleanMs(at, crowd.firstErrors, next?.at ?? crowd.endAt),
      p95BackMs: p95BackMs(at, crowd.answers, crowd.endAt),
    }
  })
}

/** Checkouts in flight on what was hit: at most those of the crowd, and at most the requests that the pod had. */
export function checkoutsOn({ inFlight, checkoutsInFlight }: ReportedEvent): number | null {
  return inFlight === null || checkoutsInFlight === null ? checkoutsInFlight : Math.min(inFlight, checkoutsInFlight)
}
