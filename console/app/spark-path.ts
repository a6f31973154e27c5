import type { Bins } from './bin-points.ts'

/** Of the box that lines are drawn in: one across for each step from a value to the next. */
export const sparkHeight = 100

/**
 * Path data of a line through values; gaps stay gaps, and a value alone is a dash. All numbers are whole: they are written each second.
 * @param top the value at the box's upper edge
 */
export function sparkPath(values: Bins, top: number): string {
  let path = ''
  let isDrawing = false
  for (let x = 0; x < values.length; x++) {
    const value = values[x] ?? null
    if (value !== null) path += isDrawing ? `L${x} ${heightOf(value, top)}` : `M${x} ${heightOf(value, top)}h.1`
    isDrawing = value !== null
  }
  return path
}

/** From the box's upper edge. */
export const heightOf = (value: number, top: number): number =>
  Math.round(sparkHeight * (1 - Math.min(value, top) / top))

/** A round number that is not below any of the values, so that a line's scale changes seldom. */
export function roundTop(values: Bins, least: number): number {
  let highest = least
  for (const value of values) if (value !== null && value > highest) highest = value
  const magnitude = 10 ** Math.floor(Math.log10(highest))
  const step = [1, 1.5, 2, 3, 5, 7, 10].find((each) => each * magnitude >= highest)!
  return step * magnitude
}
