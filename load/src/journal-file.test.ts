import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type JournalLine, readJournalLine } from './journal.ts'
import { endJournal, followJournal, newJournal } from './journal-file.ts'

function place(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-journal-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'journal.jsonl')
}

const failure = (says: string): string =>
  `${JSON.stringify({ j: 'failure', at: 1, kind: 'list', status: 0, code: '', requestId: '', attempts: 3, says })}\n`

test('followJournal hands over each line once, in order, however it was cut when it was written', async (t) => {
  const file = place(t)
  newJournal(file)
  const taken: JournalLine[] = []
  const journal = followJournal(file, (line) => taken.push(line))
  const text = Buffer.from(failure('a café') + failure('naïve') + failure('ü'))
  for (let from = 0; from < text.length; from += 7) {
    appendFileSync(file, text.subarray(from, from + 7))
    journal.catchUp()
  }
  appendFileSync(file, failure('later'))
  await delay(250)
  assert.equal(taken.length, 4, 'without being asked')
  appendFileSync(file, failure('last'))
  journal.stop()
  assert.deepEqual(
    taken.map((line) => (line.j === 'failure' ? line.says : '')),
    ['a café', 'naïve', 'ü', 'later', 'last'],
  )
})

test('endJournal ends a journal, after a torn line too', (t) => {
  const file = place(t)
  newJournal(file)
  endJournal(file, 4)
  assert.equal(readFileSync(file, 'utf8'), '', 'one that was never begun')
  appendFileSync(file, `${failure('whole')}{"j":"intent","at":17`)
  endJournal(file, 5)
  const lines = readFileSync(file, 'utf8').split('\n')
  assert.deepEqual(
    lines.map((line) => readJournalLine(line)?.j),
    ['failure', undefined, 'end', undefined],
  )
  endJournal(file, 6)
  assert.equal(readFileSync(file, 'utf8').split('\n').length, lines.length + 1)
})

test('readJournalLine takes lines of a journal and nothing else', () => {
  assert.deepEqual(readJournalLine('{"j":"end","at":1}'), { j: 'end', at: 1 })
  for (const text of ['', 'time="now" level=info', '{"at":1,"j":"end"}', '{"j":"end"']) {
    assert.equal(readJournalLine(text), undefined)
  }
})
