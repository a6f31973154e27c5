import { type ClusterHistory, type Line, lineAt, lineBefore, podKey } from './measure-history.ts'

/**
 * Until the pods that were hit led nobody to themselves any more: the first list of endpoints without them.
 * @param until where it was not seen before that, it was not seen: null
 */
export function outOfEndpointsMs(
  hit: readonly Line<'pod'>[],
  { endpoints }: ClusterHistory,
  at: number,
  until: number,
): number | null {
  const times = hit.flatMap(({ service, name }) => {
    const lists = endpoints.get(service)
    if (lineBefore(lists, at)?.pods.includes(name) !== true) return []
    return lists?.find((list) => list.at >= at && list.at <= until && !list.pods.includes(name))?.at ?? null
  })
  return latest(times, at)
}

/**
 * Until as many pods of each service were ready as before, those that were hit left out, or as many as are wanted by then if
 * that is less. A pod whose container was started again in its place counts once it is ready again.
 */
export function replacedMs(hit: readonly Line<'pod'>[], history: ClusterHistory, at: number): number | null {
  const services = Map.groupBy(hit, ({ service }) => service)
  return latest(
    [...services].map(([service, lost]) => replacedAt(service, lost, history, at)),
    at,
  )
}

function replacedAt(
  service: string,
  lost: readonly Line<'pod'>[],
  { pods, services }: ClusterHistory,
  at: number,
): number | null {
  const own = [...pods.values()].filter(([first]) => first?.service === service)
  const restartsBefore = new Map(lost.map((pod) => [podKey(pod), pod.restarts]))
  const counts = (pod: Line<'pod'> | undefined): boolean =>
    pod?.state === 'ready' && pod.restarts > (restartsBefore.get(podKey(pod)) ?? -1)
  const before = own.filter((lines) => lineBefore(lines, at)?.state === 'ready').length
  const deployment = services.get(service)
  const times = [...own.flat(), ...(deployment ?? [])].map((line) => line.at).filter((time) => time > at)
  times.sort((a, b) => a - b)
  for (const time of [at, ...times]) {
    const needed = Math.min(before, lineAt(deployment, time)?.wanted ?? before)
    if (own.filter((lines) => counts(lineAt(lines, time))).length >= needed) return time
  }
  return null
}

/** The last of all, from a moment; null where there is none, or where one never came. */
function latest(times: readonly (number | null)[], since: number): number | null {
  const seen = times.filter((time) => time !== null)
  return seen.length === 0 || seen.length < times.length ? null : Math.max(...seen) - since
}
