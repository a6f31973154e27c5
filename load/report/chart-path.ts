import type { Series } from './chart-bins.ts'
import type { Scale } from './chart-scale.ts'

/** Paths in a box of 1000 × 100 that is stretched to the width of the page. */
export const box = { width: 1000, height: 100 }

/** A line through the middle of each second, broken where nothing was measured. */
export function linePath(series: Series, scale: Scale): string {
  let path = ''
  let pen = false
  series.forEach((value, index) => {
    if (value === null) {
      pen = false
      return
    }
    path += `${pen ? 'L' : 'M'}${x(index + 0.5, series.length)} ${y(value, scale)}`
    pen = true
  })
  return path
}

/** The area between two lines; where one has nothing it counts as 0. */
export function areaPath(lower: Series, upper: Series, scale: Scale): string {
  if (upper.length === 0) return ''
  const point = (series: Series) => (index: number) => `${x(index + 0.5, upper.length)} ${y(series[index] ?? 0, scale)}`
  const indices = upper.map((_, index) => index)
  const there = indices.map(point(upper))
  const back = indices.reverse().map(point(lower))
  return `M${there.join('L')}L${back.join('L')}Z`
}

/** A bar for each second that has a value. */
export function barPath(series: Series, scale: Scale): string {
  return series
    .map((value, index) =>
      value === null || value === 0
        ? ''
        : `M${x(index + 0.08, series.length)} ${box.height}V${y(value, scale)}H${x(index + 0.92, series.length)}V${box.height}Z`,
    )
    .join('')
}

/** Steps: the value of a second holds from its beginning to its end, and over seconds in which nothing was measured. */
export function stepPath(series: Series, scale: Scale): string {
  let last: string | undefined
  let path = ''
  series.forEach((value, index) => {
    if (value === null) return
    const height = y(value, scale)
    if (last === undefined) path = `M${x(index, series.length)} ${height}`
    else if (height !== last) path += `H${x(index, series.length)}V${height}`
    last = height
  })
  return last === undefined ? '' : `${path}H${box.width}`
}

/** Where a second lies, in percent of the width. */
export const percentOf = (second: number, seconds: number): string =>
  `${round(Math.min(100, Math.max(0, (second / seconds) * 100)))}%`

const x = (index: number, length: number): string => String(round((index / length) * box.width))

const y = (value: number, scale: Scale): string => String(round((1 - scale.of(value)) * box.height))

const round = (value: number): number => Math.round(value * 10) / 10
