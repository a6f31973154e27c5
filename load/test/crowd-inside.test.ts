import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { runCrowdInside } from '../cluster/inside/run-crowd-inside.ts'
import { processCluster } from '../cluster/inside/testing/process-cluster.ts'
import type { CrowdPlan } from '../src/crowd-plan.ts'
import type { Interruption } from '../src/interruption.ts'
import type { ClusterActions } from '../src/timetable-actions.ts'
import { crowdOn, k6, linesOf, repository, short } from './crowd-on.ts'

const withProgram = { skip: k6?.from === 'path' ? false : 'there is no program k6 on this machine' }

/** A crowd of several runners, each with a real k6, on a fake shop. */
async function crowdOfRunners(
  t: TestContext,
  runners: number,
  parts: {
    interruption?: Interruption
    whenItBuys?: (k6Of: (index: number) => { kill(): unknown } | undefined) => void
  },
) {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-inside-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const { cluster, dirOf, k6Of } = processCluster(folder)
  const loadDir = join(repository, 'load')
  let begun = false
  const crowd = await crowdOn(undefined, {
    scenario: {
      ...short,
      phases: [
        { name: 'warm-up', seconds: 1, share: 1 },
        { name: 'plateau', seconds: 3, share: 1 },
      ],
    },
    ...(parts.interruption === undefined ? {} : { interruption: parts.interruption }),
    shop: {
      cluster: {
        actions: { putBack: async () => {} } as unknown as ClusterActions,
        writeChanges: () => async () => {},
        startCrowd: ({ runId, scenario, files }) => {
          const url = (JSON.parse(readFileSync(files.plan, 'utf8')) as CrowdPlan).baseUrl
          const timer = setInterval(() => {
            if (begun || !readFileSync(files.journal, 'utf8').includes('"j":"outcome"')) return
            begun = true
            parts.whenItBuys?.((index) => k6Of(index) && { kill: () => k6Of(index)?.kill('SIGKILL') })
          }, 50)
          const run = runCrowdInside({
            cluster,
            runId,
            runners,
            scenario,
            files,
            loadDir,
            url,
            dirOf,
            say: () => {},
          })
          void run.ended.finally(() => clearInterval(timer)).catch(() => {})
          return run
        },
      },
    },
  })
  return crowd
}

test('three runners make one crowd: one journal, every visit once, and the verdict of one', withProgram, async (t) => {
  const { result, journal, orders } = await crowdOfRunners(t, 3, {})
  assert.deepEqual(result.verdict, { exitCode: 0, reasons: [] })
  assert.equal(result.summary?.runners, 3)
  assert.equal(linesOf(journal, 'start').length, 1)
  assert.equal(journal[0]?.j, 'start')
  assert.equal(linesOf(journal, 'end').length, 1)

  const outcomes = linesOf(journal, 'outcome')
  const intents = linesOf(journal, 'intent').map(({ key }) => key)
  assert.equal(new Set(intents).size, intents.length)
  assert.equal(outcomes.length, intents.length)
  assert.equal(result.summary?.checkouts.intents, intents.length)
  assert.equal(outcomes.filter(({ outcome }) => outcome === 'confirmed').length, orders)
  // Visits are numbered through all runners: none is missing, none is there twice.
  const visits = intents.flatMap((key) => /-checkout-(\d+)-buy$/.exec(key)?.[1] ?? []).map(Number)
  assert.deepEqual(
    visits.toSorted((a, b) => a - b),
    Array.from({ length: visits.length }, (_, index) => index),
  )
  for (const { key } of outcomes) {
    const told = journal.filter((line) => 'key' in line && line.key === key).map(({ j }) => j)
    assert.equal(told[0], 'intent')
  }
})

test('a crowd that is ended by hand leaves its figures', withProgram, async (t) => {
  const listeners = new Set<(times: number) => void>()
  let times = 0
  const interruption: Interruption = {
    times: () => times,
    onAsked(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const { result } = await crowdOfRunners(t, 2, {
    interruption,
    whenItBuys: () => {
      times += 1
      for (const listener of listeners) listener(times)
    },
  })
  assert.deepEqual(result.verdict, { exitCode: 2, reasons: ['the run was ended by hand'] })
  assert.ok((result.summary?.checkouts.intents ?? 0) > 0)
  assert.ok((result.summary?.seconds ?? 99) < 4)
})

test('a runner that is killed ends the run, which says nothing about the shop', withProgram, async (t) => {
  const { result, journal } = await crowdOfRunners(t, 2, { whenItBuys: (k6Of) => k6Of(1)?.kill() })
  assert.equal(result.verdict.exitCode, 2)
  assert.match(result.verdict.reasons[0]!, /^runner 2 of 2 ended with 137/)
  assert.ok(linesOf(journal, 'outcome').length > 0)
})
