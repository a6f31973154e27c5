import type { ClusterHistory, Line } from './measure-history.ts'

/** Second by second; null before anything was seen. */
export type ReplicaSeries = { wanted: (number | null)[]; ready: (number | null)[] }

/** How many pods of each service were wanted and ready: in each second the last that was wanted, and the fewest that were ready. */
export function replicasOf({ services }: ClusterHistory, startAt: number, seconds: number): Map<string, ReplicaSeries> {
  return new Map([...services].map(([service, lines]) => [service, seriesOf(lines, startAt, seconds)]))
}

function seriesOf(lines: readonly Line<'service'>[], startAt: number, seconds: number): ReplicaSeries {
  const series: ReplicaSeries = { wanted: [], ready: [] }
  let last: Line<'service'> | undefined
  let next = 0
  for (let second = 0; second < seconds; second++) {
    const from = startAt + second * 1000
    const held: Line<'service'>[] = []
    for (; next < lines.length && lines[next]!.at < from + 1000; next++) {
      if (last !== undefined && lines[next]!.at > from) held.push(last)
      last = lines[next]!
    }
    if (last !== undefined) held.push(last)
    series.wanted.push(last?.wanted ?? null)
    series.ready.push(held.length === 0 ? null : Math.min(...held.map(({ ready }) => ready)))
  }
  return series
}
