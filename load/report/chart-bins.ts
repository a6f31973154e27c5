/** More points than this nobody can tell apart on a screen. */
const mostBins = 360

export type Series = readonly (number | null)[]

/** How many seconds a point of a chart stands for. */
export const secondsPerBin = (seconds: number): number => Math.max(1, Math.ceil(seconds / mostBins))

/** A longer day in fewer points: `mean` for rates, `max` where the worst must not be hidden, `min` for replicas. */
export function bin(series: Series, how: 'mean' | 'max' | 'min'): Series {
  const size = secondsPerBin(series.length)
  if (size === 1) return series
  return Array.from({ length: Math.ceil(series.length / size) }, (_, index) =>
    merge(
      series.slice(index * size, (index + 1) * size).filter((value) => value !== null),
      how,
    ),
  )
}

function merge(values: readonly number[], how: 'mean' | 'max' | 'min'): number | null {
  if (values.length === 0) return null
  if (how === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length
  return how === 'max' ? Math.max(...values) : Math.min(...values)
}
