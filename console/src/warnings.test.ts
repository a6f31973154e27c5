import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CoreV1Event } from '@kubernetes/client-node'
import { fakeSource } from '@saleday/load/cluster/testing/fake-source'
import { followWarnings } from './warnings.ts'

const eventOf = (name: string, at: string, changes: Partial<CoreV1Event> = {}) =>
  ({
    metadata: { name },
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'Readiness probe failed:\n  503',
    involvedObject: { kind: 'Pod', name: 'order-1' },
    lastTimestamp: at,
    ...changes,
  }) as unknown as CoreV1Event

test('a warning is told once for each object and reason, and again with its last time', () => {
  const events = fakeSource<CoreV1Event>()
  const warnings = followWarnings(events.source, Date.parse('2026-11-27T09:00:00Z'))
  events.put(eventOf('old', '2026-11-27T08:59:59Z'))
  events.put(eventOf('a', '2026-11-27T09:00:10Z'))
  events.put(eventOf('b', '2026-11-27T09:00:20Z', { type: 'Normal' }))
  const [first, ...more] = warnings.take()
  assert.deepEqual(more, [])
  assert.deepEqual(
    [first!.kind, first!.subject, first!.says, first!.endedAt],
    ['warning', 'order-1', 'order-1: Unhealthy: Readiness probe failed: 503', null],
  )
  events.put(eventOf('a', '2026-11-27T09:00:30Z'))
  const [again] = warnings.take()
  assert.deepEqual([again!.id, again!.at, again!.endedAt], [first!.id, first!.at, first!.at + 20_000])
  assert.deepEqual(warnings.take(), [])
})
