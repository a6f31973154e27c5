import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inTurn } from './run-settings.ts'

test('inTurn runs one side after the other, round after round, and gives what each run gave', async () => {
  const ran: string[] = []
  const side = (name: string) => async () => ran.push(name)
  const results = await inTurn(3, { ours: side('a'), floor: side('b') })
  assert.deepEqual(ran, ['a', 'b', 'a', 'b', 'a', 'b'])
  assert.deepEqual(results, { ours: [1, 3, 5], floor: [2, 4, 6] })
})

test('inTurn ends with the error of a side', async () => {
  const broken = async () => Promise.reject(new Error('broken'))
  await assert.rejects(inTurn(2, { ours: async () => 1, floor: broken }), /broken/)
})
