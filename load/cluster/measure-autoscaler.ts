import type { AutoscalerState } from './cluster-change.ts'
import { type ClusterHistory, type Line, lineAt } from './measure-history.ts'

export type Metric = AutoscalerState['metrics'][number]

/** An autoscaler has changed its mind. Times are in milliseconds. */
export type Decision = {
  /** Since the crowd came. */
  atMs: number
  service: string
  from: number
  to: number
  /** Those that were above their targets, or, where it wants fewer, all that it had looked at; what weighed most comes first. */
  because: Metric[]
  /** More: since when one of them had been above its target. */
  overMs: number | null
  /** More: until as many pods were ready; null where that did not come about before it changed its mind again. */
  readyMs: number | null
}

export function decisionsOf(history: ClusterHistory, startAt: number): Decision[] {
  return [...history.autoscalers.values()]
    .flatMap((lines) => decisionsOfService(lines, history, startAt))
    .sort((a, b) => a.atMs - b.atMs)
}

function decisionsOfService(
  lines: readonly Line<'autoscaler'>[],
  history: ClusterHistory,
  startAt: number,
): Decision[] {
  let over: number | null = null
  return lines.flatMap((line, index) => {
    if (!line.metrics.some(isOver)) over = null
    else over ??= line.at
    const before = lines[index - 1]
    if (before === undefined || before.wanted === line.wanted) return []
    const more = line.wanted > before.wanted
    const next = lines.find(({ at, wanted }) => at > line.at && wanted < line.wanted)
    const decision = {
      atMs: line.at - startAt,
      service: line.service,
      from: before.wanted,
      to: line.wanted,
      because: causes(line, before, more),
      overMs: more && over !== null ? line.at - over : null,
      readyMs: more ? readyMs(line, history, next?.at ?? Number.POSITIVE_INFINITY) : null,
    }
    return line.at < startAt ? [] : decision
  })
}

/** The status may tell the new number before the values that led to it, or after: those before count if now none is above. */
function causes(line: Line<'autoscaler'>, before: Line<'autoscaler'>, more: boolean): Metric[] {
  const sorted = (metrics: readonly Metric[]): Metric[] => [...metrics].sort((a, b) => weight(b) - weight(a))
  if (!more) return sorted(line.metrics)
  const now = sorted(line.metrics.filter(isOver))
  return now.length > 0 ? now : sorted(before.metrics.filter(isOver))
}

const weight = ({ value, target }: Metric): number => (value === null ? -1 : value / target)
const isOver = (metric: Metric): boolean => weight(metric) > 1

function readyMs(line: Line<'autoscaler'>, { services }: ClusterHistory, until: number): number | null {
  const lines = services.get(line.service) ?? []
  if ((lineAt(lines, line.at)?.ready ?? 0) >= line.wanted) return 0
  const reached = lines.find(({ at, ready }) => at > line.at && at < until && ready >= line.wanted)
  return reached === undefined ? null : reached.at - line.at
}
