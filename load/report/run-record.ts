import type { HarnessCost } from '../src/record-harness-cost.ts'
import type { Summary } from '../src/summary.ts'
import type { Verdict } from '../src/verdict.ts'
import type { Environment } from './report-schema.ts'

/** `summary.json` of a run: what the driver knows at the end, and what no other file of the run says. */
export type RunRecord = {
  runId: string
  /** Name of the scenario. */
  scenario: string
  seed: number
  verdict: Verdict
  /** Missing where k6 left no figures. */
  summary?: Summary | undefined
  endedByHand?: boolean | undefined
  /** What repeats the run; left out, it is made from scenario and seed. */
  command?: string | undefined
  harness?: HarnessCost | undefined
  environment?: Environment | undefined
}
