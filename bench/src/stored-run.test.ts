import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Finding } from './finding.ts'
import { compareRuns, newRun, readRun, verdictOf, writeRun } from './stored-run.ts'

const finding = (values: number[], is: '≥' | '≤' = '≥'): Finding => ({
  name: 'a rate',
  unit: '×',
  values,
  goal: { is, limit: 1 },
  sides: [],
})

test('verdictOf is same within what the other run saw and a little more, else better or worse by what the goal wants', () => {
  const then = finding([0.9, 1, 1.1])
  assert.equal(verdictOf(then, finding([1.14])), 'same')
  assert.equal(verdictOf(then, finding([0.87])), 'same')
  assert.equal(verdictOf(then, finding([1.2])), 'better')
  assert.equal(verdictOf(then, finding([0.8])), 'worse')
  assert.equal(verdictOf(finding([1], '≤'), finding([1.2], '≤')), 'worse')
  assert.equal(verdictOf(finding([1], '≤'), finding([0.8], '≤')), 'better')
})

test('compareRuns puts findings of the same name side by side, and says which are new and what cannot be compared', () => {
  const then = newRun(false, { rate: [finding([2])] })
  const now = newRun(true, { rate: [finding([3])], other: [{ ...finding([1]), name: 'another' }] })
  const text = compareRuns({ ...then, machine: { ...then.machine, cores: 99 } }, now)
  assert.match(text, /a rate, × +2\.00 +3\.00 +\+50\.0 % +better/)
  assert.match(text, /another +1\.00 +new/)
  assert.match(text, /quick run/)
  assert.match(text, /99 cores/)
})

test('readRun gives what writeRun has written, and refuses what is no run', () => {
  const dir = mkdtempSync(join(tmpdir(), 'saleday-stored-run-'))
  try {
    const path = join(dir, 'deep', 'run.json')
    const run = newRun(false, { rate: [finding([2])] })
    writeRun(path, run)
    assert.deepEqual(readRun(path), run)
    for (const text of ['', 'null', '{}', '[]']) {
      writeFileSync(path, text)
      assert.throws(() => readRun(path), /is not a run of the benchmark/)
    }
    assert.throws(() => readRun(join(dir, 'none.json')), /none\.json is not a run/)
  } finally {
    rmSync(dir, { recursive: true })
  }
})
