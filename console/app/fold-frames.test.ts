import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historySeconds } from '../src/frame.ts'
import { demoFrame, demoHistory } from '../test/demo-frames.ts'
import { fromHistory, withFrame } from './fold-frames.ts'

test('a history and the frames after it give the same as a later history', () => {
  let told = fromHistory(demoHistory(100, 0))
  for (let second = 101; second <= 230; second++) told = withFrame(told, demoFrame(second, 0))
  const later = demoHistory(230, 0)
  assert.deepEqual(told.points, later.points)
  assert.deepEqual(
    told.events,
    later.events.toSorted((one, other) => one.at - other.at),
  )
  assert.deepEqual(told.frame, later.frame)
})

test('a frame that is told twice counts once, and points of more than ten minutes ago are let go', () => {
  let told = fromHistory(demoHistory(historySeconds - 1, 0))
  assert.equal(told.points.length, historySeconds)
  const next = demoFrame(historySeconds, 0)
  told = withFrame(withFrame(told, next), next)
  assert.equal(told.points.length, historySeconds)
  assert.equal(told.points[0]!.at, 1_000)
})

test('an event that ended lately is kept however long ago it began', () => {
  const told = fromHistory(demoHistory(10, 0))
  const frame = { ...demoFrame(5, 0), at: (historySeconds + 20) * 1000, events: [] }
  assert.deepEqual(
    withFrame(told, frame).events.map(({ id }) => id),
    [],
  )
  const ended = told.events.map((event) => ({ ...event, endedAt: 300_000 }))
  assert.deepEqual(
    withFrame(told, { ...frame, events: ended }).events.map(({ id }) => id),
    ['demo-0-0'],
  )
})
