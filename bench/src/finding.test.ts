import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describe, isMet, ratioOf } from './finding.ts'

const ours = { name: 'ours', unit: 'req/s', values: [50, 60, 90] }
const floor = { name: 'floor', unit: 'req/s', values: [100, 100, 100] }

test('ratioOf compares the runs of a pair, not the medians of the sides', () => {
  assert.deepEqual(ratioOf('rate', ours, floor, { is: '≥', limit: 0.6 }).values, [0.5, 0.6, 0.9])
  assert.throws(() => ratioOf('rate', ours, { ...floor, values: [1] }, { is: '≥', limit: 1 }), /not run in pairs/)
})

test('isMet judges the median of the ratios, the limit included', () => {
  assert.equal(isMet(ratioOf('rate', ours, floor, { is: '≥', limit: 0.6 })), true)
  assert.equal(isMet(ratioOf('rate', ours, floor, { is: '≥', limit: 0.61 })), false)
  assert.equal(isMet(ratioOf('cost', ours, floor, { is: '≤', limit: 0.6 })), true)
  assert.equal(isMet(ratioOf('cost', ours, floor, { is: '≤', limit: 0.59 })), false)
})

test('describe shows both sides, the spread, the goal, whether it is met, and notes', () => {
  const text = describe([ratioOf('rate', ours, floor, { is: '≥', limit: 0.7 }, ['at night'])])
  assert.match(text, /ours +60\.0 \(50\.0 to 90\.0\) req\/s/)
  assert.match(text, /rate +0\.600 \(0\.500 to 0\.900\) × +≥ 0\.7 × +NOT met/)
  assert.match(text, /^rate: at night$/m)
})
