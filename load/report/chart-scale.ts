/** From values to the height of a plot: 0 is its bottom, 1 its top. */
export type Scale = { of(value: number): number; ticks: readonly number[] }

/** From 0 to a round number at or above the largest value. */
export function linearScale(largest: number, mostTicks = 4): Scale {
  const step = roundStep(Math.max(largest, 1) / mostTicks)
  const top = Math.max(1, Math.ceil(largest / step)) * step
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => rounded(index * step))
  return { of: (value) => clamp(value / top), ticks }
}

/** Powers of ten that hold all values: waits range from a millisecond to half a minute. */
export function logScale(values: readonly number[]): Scale {
  const positive = values.filter((value) => value > 0)
  const lowest = Math.floor(Math.log10(Math.min(...positive, 10)))
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(...positive, 10)) - 1e-9))
  const ticks = Array.from({ length: highest - lowest + 1 }, (_, index) => 10 ** (lowest + index))
  return { of: (value) => clamp((Math.log10(Math.max(value, 1e-9)) - lowest) / (highest - lowest)), ticks }
}

/** Seconds to write below an axis: round ones, at most so many. */
export function timeTicks(seconds: number, most = 7): number[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]
  const step = steps.find((one) => seconds / one < most) ?? Math.ceil(seconds / most / 3600) * 3600
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step)
}

/** 1, 2 or 5 times a power of ten; counts have no step below 1. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const factor = [1, 2, 5, 10].find((one) => one * power >= least - 1e-9) ?? 10
  return Math.max(1, factor * power)
}

const rounded = (value: number): number => Number(value.toPrecision(12))

const clamp = (share: number): number => Math.min(1, Math.max(0, share))
