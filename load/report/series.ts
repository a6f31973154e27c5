/** A value for each second of the day; null where nothing was measured. */
type Series = readonly (number | null)[]

export const numbers = (series: Series): number[] => series.filter((value) => value !== null)

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Null where nothing was measured. */
export function mean(series: Series): number | null {
  const values = numbers(series)
  return values.length === 0 ? null : sum(values) / values.length
}
