import { clock, count, rate, wait } from '../src/live-text.ts'
import type { Figure } from './compare-figures.ts'
import type { Report } from './report-schema.ts'

export function amount(value: number | null, unit: Figure['unit']): string {
  if (value === null) return '–'
  if (unit === 'count') return count(value)
  if (unit === 'ms') return value === 0 ? '0' : wait(value)
  if (unit === 'perSecond') return `${rate(value)}/s`
  return unit === 'cpuMs' ? `${value.toFixed(2)} ms` : `${count(Math.round(value))} s`
}

/** B/A; nothing where one of them has none, or where A is 0. */
export function ratio({ a, b }: Pick<Figure, 'a' | 'b'>): number | null {
  if (a === null || b === null) return null
  if (a === 0) return b === 0 ? 1 : null
  return b / a
}

export function ratioWords(figure: Pick<Figure, 'a' | 'b'>): string {
  const value = ratio(figure)
  if (value === null) return '–'
  return `${value >= 100 ? Math.round(value) : value.toFixed(2)} ×`
}

/** Differences of less than a tenth are those of one run from the next. */
export function judged({ a, b, better }: Figure): 'better' | 'worse' | null {
  const fromNothing = a === 0 && b !== null && b > 0
  const value = fromNothing ? Number.POSITIVE_INFINITY : ratio({ a, b })
  if (better === null || value === null || Math.abs(value - 1) < 0.1) return null
  return value < 1 === (better === 'less') ? 'better' : 'worse'
}

export const verdictWords = { passed: 'Passed', failed: 'Failed', invalid: 'Not valid' } as const

/** What else differs, and may be why. */
export function differences(a: Report, b: Report): string[] {
  const told: [what: string, a: string, b: string][] = [
    ['scenarios', a.scenario.name, b.scenario.name],
    ['seeds', String(a.seed), String(b.seed)],
    ['rates', `${a.scenario.checkoutsPerSecond}/s`, `${b.scenario.checkoutsPerSecond}/s`],
    ['machines', machine(a), machine(b)],
    ['lengths', clock(a.timeline.seconds * 1000), clock(b.timeline.seconds * 1000)],
    [
      'places',
      a.cluster === undefined ? 'this machine' : 'a cluster',
      b.cluster === undefined ? 'this machine' : 'a cluster',
    ],
  ]
  return told
    .filter(([, one, other]) => one !== other)
    .map(([what, one, other]) => `The ${what} differ: ${one} and ${other}.`)
}

const machine = ({ environment }: Report): string =>
  environment === null ? 'not recorded' : `${environment.cpu}, ${environment.cores} cores`
