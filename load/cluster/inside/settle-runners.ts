import { appendFileSync, writeFileSync } from 'node:fs'
import type { RunFiles } from '../../src/run-files.ts'
import type { Scenario } from '../../src/scenario.ts'
import { crowdThresholds, shopThresholds } from '../../src/thresholds.ts'
import type { RunnerEnd } from './follow-runner.ts'
import { isCrossed, mergeFigures } from './merge-figures.ts'

/** As k6's: a condition was not met. */
const thresholdsCrossed = 99

/** All begin within this, or the rates were not those of the plan. */
const mostSpreadMs = 1_000

/** Writes the figures of the whole crowd. @returns the exit code that one k6 would have had */
export function settleRunners(
  ends: readonly RunnerEnd[],
  { scenario, files }: { scenario: Scenario; files: Pick<RunFiles, 'figures'> },
): number {
  const figures = ends.flatMap((end) => end.figures ?? [])
  if (figures.length === 0) return 0
  const merged = mergeFigures(figures, { ...shopThresholds(), ...crowdThresholds(scenario) })
  writeFileSync(files.figures, JSON.stringify(merged))
  return isCrossed(merged) ? thresholdsCrossed : 0
}

/** Of those that have begun. One that has not is lost, which is told elsewhere. */
export function flawsOfStart(startedAt: readonly number[]): string[] {
  const spreadMs = Math.max(...startedAt) - Math.min(...startedAt)
  return spreadMs > mostSpreadMs ? [`the runners began ${(spreadMs / 1000).toFixed(1)} s apart`] : []
}

/** What k6 complained of, in the log of the run. */
export async function keepLog(title: string, log: Promise<string>, files: Pick<RunFiles, 'log'>): Promise<void> {
  const text = (await log.catch(() => '')).trim()
  if (text !== '') appendFileSync(files.log, `${title}:\n${text}\n`)
}
