import assert from 'node:assert/strict'
import { test } from 'node:test'
import { segmentsOf } from './segments.ts'

test('one runner makes the whole crowd', () => {
  assert.deepEqual(segmentsOf(1), [{ executionSegment: '0:1', executionSegmentSequence: '0,1' }])
})

test('the parts of three runners follow upon each other without a gap, and all know of the same parts', () => {
  const executionSegmentSequence = '0,1/3,2/3,1'
  assert.deepEqual(segmentsOf(3), [
    { executionSegment: '0:1/3', executionSegmentSequence },
    { executionSegment: '1/3:2/3', executionSegmentSequence },
    { executionSegment: '2/3:1', executionSegmentSequence },
  ])
})
