import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { JournalLine } from '../src/journal.ts'
import { readJournal } from './read-journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'saleday-journal-'))
after(() => rmSync(folder, { recursive: true }))

const intent = (key: string, at: number): JournalLine => ({
  j: 'intent',
  at,
  key,
  customerId: 'c',
  lines: [],
  totalCents: 1,
  card: 'good',
})

test('checkouts, failures and first errors are read, and a torn last line is left out', async () => {
  const file = join(folder, 'journal.jsonl')
  const lines: JournalLine[] = [
    { j: 'start', at: 100, runId: 'r' },
    intent('a', 110),
    intent('b', 120),
    intent('c', 130),
    { j: 'first-error', at: 140, kind: 'checkout', status: 0 },
    {
      j: 'answer',
      at: 150,
      key: 'a',
      attempt: 1,
      status: 201,
      code: '',
      orderId: 'o1',
      ms: 40,
      totalCents: 1,
      lines: [],
    },
    { j: 'outcome', at: 150, key: 'a', outcome: 'confirmed', orderId: 'o1', attempts: 1, ms: 40 },
    {
      j: 'answer',
      at: 155,
      key: 'b',
      attempt: 9,
      status: 503,
      code: 'overloaded',
      orderId: '',
      ms: 5,
      totalCents: null,
      lines: null,
    },
    { j: 'outcome', at: 160, key: 'b', outcome: 'shed', orderId: '', attempts: 9, ms: 40 },
    {
      j: 'failure',
      at: 170,
      kind: 'order_read',
      status: 404,
      code: 'order_not_found',
      requestId: 'q',
      attempts: 1,
      says: 'GET: 404',
    },
  ]
  writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"j":"outcome","at":1`)
  const journal = await readJournal(file)
  assert.deepEqual([journal.startAt, journal.endAt, journal.firstErrors], [100, null, [140]])
  assert.deepEqual(
    journal.checkouts.map(({ end }) => end?.outcome),
    ['confirmed', 'shed', undefined],
  )
  assert.deepEqual(journal.failures, [
    { at: 160, what: 'checkout', says: 'shed: last answer 503 overloaded', attempts: 9, ids: { key: 'b' } },
    { at: 170, what: 'order_read', says: 'GET: 404', attempts: 1, ids: { request: 'q' } },
  ])
})

test('without a journal there is nothing in it', async () => {
  assert.deepEqual((await readJournal(join(folder, 'none'))).checkouts, [])
})
