import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stacked } from './stack.ts'

test('lines are put upon each other, the sum of all first, and gaps stay gaps', () => {
  assert.deepEqual(
    stacked([
      [1, null, 3],
      [10, null, 0],
      [5, null, 1],
    ]),
    [
      [16, null, 4],
      [11, null, 3],
      [1, null, 3],
    ],
  )
})
