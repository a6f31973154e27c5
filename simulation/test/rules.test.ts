import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { histories } from '../src/history.ts'
import { ownParts } from '../src/parts.ts'
import { runHistory } from '../src/run-history.ts'
import { brokenRules } from './broken-rules.ts'

const seed = 1
const numRuns = 3_000

for (const { rule, parts, bias, finds } of brokenRules) {
  test(`without "${rule}" the books break, and with it the same history leaves them in order`, async () => {
    const property = fc.asyncProperty(histories(bias), async (history) => {
      await runHistory(history, { parts: { ...ownParts, ...parts } })
    })
    const { failed, counterexample } = await fc.check(property, { seed, numRuns, endOnFailure: true })
    assert.ok(failed, `${numRuns} histories, and nothing was found`)
    const [history] = counterexample!
    await assert.rejects(runHistory(history, { parts: { ...ownParts, ...parts } }), {
      name: 'BooksBroken',
      message: finds,
    })
    await runHistory(history)
  })
}
