import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, platform } from 'node:os'
import { dirname } from 'node:path'
import { UserError } from '@saleday/local/user-error'
import { median, short, table } from './figures.ts'
import type { Finding } from './finding.ts'

/** A run as it is kept in a file. */
export type StoredRun = {
  at: string
  machine: { cpu: string; cores: number; platform: string; node: string }
  /** Figures of a quick run count for nothing. */
  isQuick: boolean
  /** By the name of the measure. */
  measures: Record<string, readonly Finding[]>
}

/** Differences below this are the machine's. */
const noise = 0.05

export const newRun = (isQuick: boolean, measures: StoredRun['measures']): StoredRun => ({
  at: new Date().toISOString(),
  machine: {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    platform: `${platform()} ${arch()}`,
    node: process.version,
  },
  isQuick,
  measures,
})

export function writeRun(path: string, run: StoredRun): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(run, null, 2)}\n`)
}

/** @throws UserError where the file is no stored run */
export function readRun(path: string): StoredRun {
  const noRun = (cause: unknown) =>
    new UserError(`${path} is not a run of the benchmark.`, 'npm run bench -- --json FILE makes one.', { cause })
  try {
    const run = JSON.parse(readFileSync(path, 'utf8')) as StoredRun
    if (typeof run?.measures !== 'object' || run.measures === null) throw new Error('it has no measures')
    return run
  } catch (error) {
    throw noRun(error)
  }
}

export type Verdict = 'better' | 'worse' | 'same'

/** Better or worse only where this median lies outside of what the other run saw, and by more than the machine's noise. */
export function verdictOf(then: Finding, now: Finding): Verdict {
  const value = median(now.values)
  const [least, most] = [Math.min(...then.values) * (1 - noise), Math.max(...then.values) * (1 + noise)]
  if (value >= least && value <= most) return 'same'
  return value > most === (now.goal.is === '≥') ? 'better' : 'worse'
}

/** Each finding of this run beside the one of the same name in a stored run. */
export function compareRuns(then: StoredRun, now: StoredRun): string {
  const former = new Map(Object.values(then.measures).flatMap((findings) => findings.map((one) => [one.name, one])))
  const rows = [['', 'then', 'now', 'change', '']]
  for (const finding of Object.values(now.measures).flat()) {
    const known = former.get(finding.name)
    if (!known) {
      rows.push([finding.name, '', short(median(finding.values)), '', 'new'])
      continue
    }
    const [was, is] = [median(known.values), median(finding.values)]
    const change = `${is >= was ? '+' : ''}${((100 * (is - was)) / was).toFixed(1)} %`
    rows.push([`${finding.name}, ${finding.unit}`, short(was), short(is), change, verdictOf(known, finding)])
  }
  const warnings = [
    ...(then.isQuick || now.isQuick ? ['A quick run is among them: this compares nothing.'] : []),
    ...(then.machine.cpu !== now.machine.cpu || then.machine.cores !== now.machine.cores
      ? [`Another machine then (${then.machine.cpu}, ${then.machine.cores} cores): only ratios can be compared.`]
      : []),
  ]
  return [`Against the run of ${then.at}`, table(rows), ...warnings].join('\n')
}
