import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeJournals } from './merge-journals.ts'

const start = (at: number): string => `{"j":"start","at":${at},"runId":"run"}`
const intent = (key: string): string => `{"j":"intent","at":1,"key":"${key}"}`
const answer = (key: string): string => `{"j":"answer","at":2,"key":"${key}"}`
const failure = '{"j":"failure","at":3,"says":"Grüße, 店"}'

function merged(runners: number) {
  let written = ''
  const merge = mergeJournals(runners, (lines) => {
    written += lines
  })
  return { merge, text: () => written }
}

test('a journal is the same wherever its bytes were cut', () => {
  const journal = Buffer.from(`${[start(5), intent('a'), failure, answer('a')].join('\n')}\n`)
  for (let cut = 0; cut <= journal.length; cut++) {
    const { merge, text } = merged(1)
    merge.take(0, journal.subarray(0, cut))
    assert.ok(text() === '' || text().endsWith('\n'))
    merge.take(0, journal.subarray(cut))
    assert.equal(text(), journal.toString())
    assert.equal(merge.taken(0), journal.length)
    assert.equal(merge.unfinished(0), 0)
  }
})

test('lines of several runners stay whole, and those of one in their order', () => {
  const { merge, text } = merged(2)
  merge.take(0, Buffer.from(`${intent('a')}\n{"j":"ans`))
  merge.take(1, Buffer.from(`${intent('b')}\n${answer('b')}\n`))
  merge.take(0, Buffer.from(`wer","at":2,"key":"a"}\n`))
  assert.deepEqual(text().trim().split('\n'), [intent('a'), intent('b'), answer('b'), answer('a')])
})

test('of several beginnings the first that comes is kept, and all are known', () => {
  const { merge, text } = merged(3)
  merge.take(1, Buffer.from(`${start(20)}\n${intent('b')}\n`))
  merge.take(0, Buffer.from(`${start(10)}\n${intent('a')}\n`))
  merge.take(2, Buffer.from(`${start(15)}\n`))
  assert.deepEqual(text().trim().split('\n'), [start(20), intent('b'), intent('a')])
  assert.deepEqual(merge.startedAt(), [20, 10, 15])
})

test('a line that has no end is not written, and is known', () => {
  const { merge, text } = merged(1)
  merge.take(0, Buffer.from(`${intent('a')}\n{"j":"an`))
  assert.equal(text(), `${intent('a')}\n`)
  assert.equal(merge.unfinished(0), 8)
})
