/** From when to when the sale is, in milliseconds since 1970. */
export type SaleTimes = { startsAtMs: number; endsAtMs: number }

export type Phase = { is: 'before' | 'on'; leftMs: number } | { is: 'over' }

/** `leftMs`: to the start before the sale, to the end while it is on. */
export function phaseAt(nowMs: number, { startsAtMs, endsAtMs }: SaleTimes): Phase {
  if (nowMs < startsAtMs) return { is: 'before', leftMs: startsAtMs - nowMs }
  if (nowMs < endsAtMs) return { is: 'on', leftMs: endsAtMs - nowMs }
  return { is: 'over' }
}

/** Whole seconds, rounded up: it shows nothing left only when nothing is left. */
export function splitTime(leftMs: number) {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  return {
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  }
}

/** How far the shop's clock is ahead of ours, when it was read between these two moments of ours. */
export const clockOffsetMs = (shopTime: string, askedAtMs: number, answeredAtMs: number): number =>
  Date.parse(shopTime) - (askedAtMs + answeredAtMs) / 2
