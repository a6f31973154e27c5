import assert from 'node:assert/strict'
import { test } from 'node:test'
import { searches } from './search.ts'

test('searches are as many as are asked for, mostly different, and such as may be typed', () => {
  const all = searches(5_000)
  assert.equal(all.length, 5_000)
  assert.ok(new Set(all).size > 2_000, `${new Set(all).size} are different`)
  for (const words of all) assert.match(words, /^[a-z]+( [a-z]+)?$/)
})
