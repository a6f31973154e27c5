import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createReads } from './reads.ts'

test('two who ask at the same time get one answer, asked for once', async () => {
  let asked = 0
  const reads = createReads(async () => ++asked)
  await Promise.all([reads.refresh('a'), reads.refresh('a')])
  assert.equal(reads.of('a').value.value, 1)
  await reads.refresh('a')
  assert.equal(reads.of('a').value.value, 2)
})

test('an error keeps what was known, and the next answer takes the error away', async () => {
  const answers: (() => number)[] = [
    () => 1,
    () => {
      throw new Error('away')
    },
    () => 2,
  ]
  const reads = createReads(async () => answers.shift()!())
  const known = reads.of<number>('a')
  await reads.refresh('a')
  await reads.refresh('a')
  assert.equal(known.value.value, 1)
  assert.match(String(known.value.error), /away/)
  await reads.refresh('a')
  assert.deepEqual([known.value.value, known.value.error], [2, undefined])
})

test('of very many, those that were asked for first are forgotten', async () => {
  const reads = createReads(async (key) => key)
  await reads.refresh('first')
  for (let n = 0; n < 300; n++) await reads.refresh(`key ${n}`)
  assert.equal(reads.of('first').value.value, undefined)
  assert.equal(reads.of('key 299').value.value, 'key 299')
})

test('what a customer saw is gone when another comes', async () => {
  const reads = createReads(async (key) => key)
  await reads.refresh('a')
  reads.forgetAll()
  assert.equal(reads.of('a').value.value, undefined)
})
