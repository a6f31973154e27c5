import type { Recovery } from './measure-recoveries.ts'

/** What a kill may cost at the most, p99 over all kills of a run. */
export const goals = { replacedMs: 10_000, cleanMs: 2_000 }

/** `never`: so many were not over when the run was. */
export type Percentiles = {
  goalMs: number
  p50Ms: number | null
  p99Ms: number | null
  worstMs: number | null
  never: number
  reached: boolean
}

export type KillSummary = { kills: number; replaced: Percentiles; clean: Percentiles }

/** Over all kills of a run; null where there were none. */
export function killSummary(recoveries: readonly Recovery[]): KillSummary | null {
  const kills = recoveries.filter(({ kind }) => kind === 'kill')
  if (kills.length === 0) return null
  return {
    kills: kills.length,
    replaced: percentiles(
      kills.map((kill) => kill.replacedMs),
      goals.replacedMs,
    ),
    clean: percentiles(
      kills.map((kill) => kill.cleanMs),
      goals.cleanMs,
    ),
  }
}

/** One that never came takes longer than all that did. */
function percentiles(values: readonly (number | null)[], goalMs: number): Percentiles {
  const sorted = values.map((value) => value ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
  const at = (share: number): number | null => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.POSITIVE_INFINITY
    return Number.isFinite(value) ? value : null
  }
  const p99Ms = at(0.99)
  return {
    goalMs,
    p50Ms: at(0.5),
    p99Ms,
    worstMs: at(1),
    never: values.filter((value) => value === null).length,
    reached: p99Ms !== null && p99Ms <= goalMs,
  }
}
