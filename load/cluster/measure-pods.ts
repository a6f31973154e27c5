import type { PodState } from './cluster-change.ts'
import type { ClusterHistory, Line } from './measure-history.ts'

/** A pod from birth to end. Times are in milliseconds since the crowd came; null: it did not come to that. */
export type PodLife = {
  name: string
  service: string
  node: string | null
  version: string
  template: string
  bornMs: number
  scheduledMs: number | null
  /** For the first time. */
  readyMs: number | null
  endingMs: number | null
  goneMs: number | null
  states: { state: Exclude<PodState['state'], 'gone'>; fromMs: number; toMs: number }[]
  /** Its container ended and was started again. */
  restarts: { atMs: number; reason: string | null }[]
  /** Why it waited last, or how it ended, in the words of Kubernetes. */
  reason: string | null
}

/** Seen within this time of its birth: then it was seen being born, and its birth in whole seconds is less exact. */
const seenAtBirthMs = 2_000

export function podsOf({ pods }: ClusterHistory, startAt: number, endAt: number): PodLife[] {
  return [...pods.values()]
    .map((lines) => lines.filter(({ at }) => at <= endAt))
    .filter((lines) => lines.length > 0)
    .map((lines) => lifeOf(lines, startAt, endAt))
    .filter(({ goneMs }) => goneMs === null || goneMs > 0)
    .sort((a, b) => a.bornMs - b.bornMs)
}

function lifeOf(lines: readonly Line<'pod'>[], startAt: number, endAt: number): PodLife {
  const first = lines[0]!
  const last = lines.at(-1)!
  const since = (line: Line<'pod'> | undefined): number | null => (line === undefined ? null : line.at - startAt)
  const scheduled = lines.find(({ node }) => node !== null)
  return {
    name: first.name,
    service: first.service,
    node: scheduled?.node ?? null,
    version: last.version,
    template: last.templateHash,
    bornMs: (first.at - first.createdAt < seenAtBirthMs ? first.at : first.createdAt) - startAt,
    scheduledMs: since(scheduled),
    readyMs: since(lines.find(({ state }) => state === 'ready')),
    endingMs: since(lines.find(({ state }) => state === 'ending')),
    goneMs: since(lines.find(({ state }) => state === 'gone')),
    states: statesOf(lines, startAt, endAt),
    restarts: lines.flatMap((line, index) =>
      line.restarts > (lines[index - 1]?.restarts ?? line.restarts)
        ? { atMs: diedMs(lines, index) - startAt, reason: line.reason ?? lines[index - 1]!.reason }
        : [],
    ),
    reason: reasonOf(lines),
  }
}

/** What once ailed a pod that got well again is no reason for its end. */
function reasonOf(lines: readonly Line<'pod'>[]): string | null {
  const atEnd = lines.filter(({ state }) => state === 'ending' || state === 'gone')
  return atEnd.findLast(({ reason }) => reason !== null)?.reason ?? (atEnd.length === 0 ? lines.at(-1)!.reason : null)
}

function statesOf(lines: readonly Line<'pod'>[], startAt: number, endAt: number): PodLife['states'] {
  const states: PodLife['states'] = []
  lines.forEach(({ at, state }, index) => {
    const last = states.at(-1)
    const toMs = (lines[index + 1]?.at ?? endAt) - startAt
    if (state === 'gone') return
    if (last?.state === state) last.toMs = toMs
    else states.push({ state, fromMs: at - startAt, toMs })
  })
  return states
}

/** The restart is counted when the new container runs; the old one died when the pod stopped being ready. */
function diedMs(lines: readonly Line<'pod'>[], index: number): number {
  let died = index
  while (died > 0 && lines[died]!.state !== 'ready' && lines[died - 1]!.state !== 'ready') died -= 1
  return lines[died]!.at
}
