import uPlot from 'uplot'
import { historySeconds } from '../src/frame.ts'
import { binEnds, binOf, outcomeRates, type Rated, rated } from './bin-points.ts'
import type { Told } from './fold-frames.ts'
import { drawFailures, drawMarks } from './plot-marks.ts'
import { stacked } from './stack.ts'
import { colour, paint, remNow } from './theme.ts'

const binMs = 5_000

export type OutcomePlot = { draw(told: Told): void; fit(): void; destroy(): void }

/** Checkouts each second, one outcome upon the other, with the events as marks. */
export function outcomePlot(host: HTMLElement): OutcomePlot {
  let told: Told | undefined
  let failed: readonly number[] = []
  const size = () => ({ width: Math.max(200, host.clientWidth), height: Math.max(120, host.clientHeight) })
  const rem = remNow()
  const accent = colour('accent')
  const marks = { ink: colour('ink'), quiet: colour('quiet'), band: colour('mark-band'), glyphSize: rem * 0.8 }
  const plot = new uPlot(
    {
      ...size(),
      ...optionsOf(rem),
      hooks: {
        drawClear: [(chart) => drawMarks(chart, told?.events ?? [], marks)],
        draw: [(chart) => drawFailures(chart, failed, accent)],
      },
    },
    undefined,
    host,
  )
  return {
    draw(next) {
      told = next
      const { frame, points } = next
      const ends = binEnds(frame.at, binMs)
      const rates = outcomeRates(points, ends)
      failed = ends.filter((_, index) => (rates.failed[index] ?? 0) > 0).map((end) => end / 1000)
      const wanted = wantedOf(next, ends)
      const seconds = frame.at / 1000
      plot.batch(() => {
        plot.setData([ends.map((end) => end / 1000), ...stacked(rated.map((outcome) => rates[outcome])), wanted], false)
        plot.setScale('x', { min: seconds - historySeconds, max: seconds })
        plot.setScale('y', { min: 0, max: topOf(plot) })
      })
    },
    fit() {
      // Letters and signs have the size that they were made with.
      if (remNow() !== rem) paint.value += 1
      else plot.setSize(size())
    },
    destroy: () => plot.destroy(),
  }
}

function wantedOf({ points }: Told, ends: readonly number[]): (number | null)[] {
  const wanted: (number | null)[] = ends.map(() => null)
  for (const point of points) {
    const bin = binOf(ends, point.at)
    if (bin >= 0) wanted[bin] = point.wantedPerSecond
  }
  return wanted
}

function topOf({ data }: uPlot): number {
  let top = 1
  for (const values of data.slice(1)) for (const value of values) top = Math.max(top, value ?? 0)
  return top * 1.08
}

function optionsOf(rem: number): Pick<uPlot.Options, 'series' | 'scales' | 'axes' | 'cursor' | 'legend' | 'padding'> {
  const font = `${Math.round(rem * 0.72)}px ${getComputedStyle(document.body).fontFamily}`
  const axis = { stroke: colour('quiet'), font, ticks: { show: false }, gap: Math.round(rem * 0.3) }
  const grid = { stroke: colour('rule'), width: 1 }
  return {
    cursor: { show: false },
    legend: { show: false },
    padding: [rem * 1.3, rem * 1.2, 0, 0],
    scales: { x: { time: true, auto: false }, y: { auto: false } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: Math.round(rem * 1.5),
        space: rem * 5,
        incrs: [60, 120, 300],
        values: (_, splits) => splits.map(hourAndMinute),
      },
      { ...axis, grid, size: Math.round(rem * 2.2), space: rem * 2 },
    ],
    series: [{}, ...rated.toReversed().map(areaOf), wantedSeries()],
  }
}

const areaOf = (outcome: Rated): uPlot.Series => ({
  fill: colour(`outcome-${outcome}`),
  width: 0,
  points: { show: false },
  paths: uPlot.paths.stepped!({ align: -1 }),
})

const wantedSeries = (): uPlot.Series => ({
  stroke: colour('ink'),
  width: 2,
  dash: [6, 5],
  points: { show: false },
  paths: uPlot.paths.stepped!({ align: -1 }),
})

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const hourAndMinute = (seconds: number): string => clockFormat.format(seconds * 1000)
