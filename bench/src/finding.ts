import { median, short, table } from './figures.ts'

/** One side of a measure, with what each of its runs gave. */
export type Side = { name: string; unit: string; values: readonly number[] }
export type Goal = { is: '≥' | '≤'; limit: number }

/** What a measure found. `values` are what is judged, one for each pair of runs: ratios, or a figure that has no floor. */
export type Finding = {
  name: string
  unit: string
  values: readonly number[]
  goal: Goal
  sides: readonly Side[]
  /** What one must know to read it. */
  notes?: readonly string[]
}

/** Ours beside its floor: the ratio of each pair of runs, so that what the machine does meanwhile strikes both. */
export function ratioOf(name: string, ours: Side, floor: Side, goal: Goal, notes: readonly string[] = []): Finding {
  if (ours.values.length !== floor.values.length) throw new RangeError(`${name}: the sides were not run in pairs`)
  const values = ours.values.map((value, at) => value / floor.values[at]!)
  return { name, unit: '×', values, goal, sides: [ours, floor], notes }
}

export const isMet = ({ values, goal }: Finding): boolean =>
  goal.is === '≥' ? median(values) >= goal.limit : median(values) <= goal.limit

const spread = (values: readonly number[]): string =>
  `${short(median(values))} (${short(Math.min(...values))} to ${short(Math.max(...values))})`

/** As a person reads it: each side, then what is judged. */
export function describe(findings: readonly Finding[]): string {
  const rows = [['', 'median (least to most)', 'goal', '']]
  for (const finding of findings) {
    for (const { name, unit, values } of finding.sides) rows.push([`  ${name}`, `${spread(values)} ${unit}`, '', ''])
    const { is, limit } = finding.goal
    const verdict = isMet(finding) ? 'met' : 'NOT met'
    rows.push([finding.name, `${spread(finding.values)} ${finding.unit}`, `${is} ${limit} ${finding.unit}`, verdict])
  }
  const notes = findings.flatMap(({ name, notes = [] }) => notes.map((note) => `${name}: ${note}`))
  return [table(rows), ...notes].join('\n')
}
