import fc from 'fast-check'
import { type Bias, type History, histories } from './history.ts'
import type { Parts } from './parts.ts'
import { runHistory } from './run-history.ts'

export type Checked = {
  runs: number
  /** How often orders ended in each state, and how often each answer was given. */
  seen: Record<string, number>
  failure: { error: string; seed: number; path: string; history: History } | undefined
}

/** Lets so many histories happen. The first that breaks the books is made as small as it gets. */
export async function checkHistories(options: {
  runs: number
  seed: number
  path?: string | undefined
  bias?: Bias
  parts?: Parts
}): Promise<Checked> {
  const { runs, seed, path, bias, parts } = options
  const seen: Record<string, number> = {}
  const property = fc.asyncProperty(histories(bias), async (history) => {
    const { states, answers } = await runHistory(history, parts && { parts })
    for (const what of [...states, ...answers]) seen[what] = (seen[what] ?? 0) + 1
  })
  const result = await fc.check(property, { numRuns: runs, seed, ...(path !== undefined && { path }) })
  const failure = result.failed
    ? {
        error: String(result.errorInstance),
        seed: result.seed,
        path: result.counterexamplePath!,
        history: result.counterexample![0],
      }
    : undefined
  return { runs: result.numRuns, seen, failure }
}
