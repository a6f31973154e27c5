import type { Figures, Metric } from '../../src/figures.ts'

/** A metric as k6 leaves it, with what kind of one it is. */
type TypedMetric = Metric & { type?: string }
type Values = Readonly<Record<string, number>>

/**
 * The figures of a crowd from those of its parts. Counts are sums, and the conditions are tried on these. Of waits, the worst part's
 * are taken: at least as long as those of the whole crowd, since a percentile of a whole is never beyond those of all of its parts.
 */
export function mergeFigures(
  parts: readonly Figures[],
  thresholds: Readonly<Record<string, readonly string[]>>,
): Figures {
  const names = new Set([...parts.flatMap(({ metrics }) => Object.keys(metrics)), ...Object.keys(thresholds)])
  const metrics = [...names].map((name): [string, Metric] => {
    const values = mergeValues(parts.flatMap(({ metrics }) => metrics[name] ?? []))
    const conditions = (thresholds[name] ?? []).map((condition) => [condition, { ok: holds(condition, values) }])
    return [name, { values, ...(conditions.length === 0 ? {} : { thresholds: Object.fromEntries(conditions) }) }]
  })
  return {
    metrics: Object.fromEntries(metrics),
    state: { testRunDurationMs: Math.max(0, ...parts.map(({ state }) => state.testRunDurationMs)) },
    runners: parts.length,
  }
}

/** Whether a condition of any metric does not hold. */
export const isCrossed = ({ metrics }: Figures): boolean =>
  Object.values(metrics).some(({ thresholds = {} }) => Object.values(thresholds).some(({ ok }) => !ok))

/** What each kind of metric adds up; of everything else the greatest. */
const sums: Readonly<Record<string, readonly string[]>> = {
  counter: ['count', 'rate'],
  trend: ['count'],
  rate: ['passes', 'fails'],
  gauge: ['value', 'max'],
}

function mergeValues(parts: readonly TypedMetric[]): Values {
  const type = parts[0]?.type ?? 'counter'
  const summed = sums[type] ?? []
  const names = [...new Set(parts.flatMap(({ values }) => Object.keys(values)))]
  const merged: Record<string, number> = Object.fromEntries(
    names.map((name) => {
      const values = parts.map((part) => part.values[name] ?? 0)
      return [name, summed.includes(name) ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values)]
    }),
  )
  const { passes = 0, fails = 0 } = merged
  return type === 'rate' && passes + fails > 0 ? { ...merged, rate: passes / (passes + fails) } : merged
}

/** Conditions are those of src/thresholds.ts. A counter that never counted is none of the figures. */
function holds(condition: string, { count = 0 }: Values): boolean {
  const [, comparison, bound] = /^count(==|>=)(\d+)$/.exec(condition) ?? []
  if (comparison === undefined) throw new Error(`the condition ${condition} cannot be tried on a sum`)
  return comparison === '==' ? count === Number(bound) : count >= Number(bound)
}
