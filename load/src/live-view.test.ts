import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { test } from 'node:test'
import { liveView } from './live-view.ts'
import { crowdCounts } from './record-crowd.ts'
import type { TimetableEvent } from './timetable-event.ts'

class Out extends EventEmitter {
  text = ''
  columns = 80
  rows = 24
  write(text: string): void {
    this.text += text
  }
}
const scenario = { name: 'smoke', phases: [{ name: 'plateau', seconds: 30, share: 1 }] }

function recorderOf(events: TimetableEvent[] = []) {
  const crowd = crowdCounts()
  return { crowd: crowd.now, take: crowd.take, latest: () => undefined, elapsedMs: () => 6_000, events: () => events }
}

test('without a terminal there is a plain line every five seconds, and each event once', (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'] })
  const out = new Out()
  const events: TimetableEvent[] = []
  const recorder = recorderOf(events)
  const view = liveView({ out, isTty: false, scenario, recorder })
  view.line('checkout lost')
  t.mock.timers.tick(5_000)
  recorder.take({ j: 'intent', at: 0, key: 'a', customerId: 'c', lines: [], totalCents: 1, card: 'good' })
  events.push({
    plannedMs: 8_000,
    says: 'SIGKILL to order',
    hit: null,
    details: { kubectl: 'kubectl delete pod order-1' } as Record<string, unknown>,
  } as TimetableEvent)
  t.mock.timers.tick(5_000)
  view.stop()
  view.stop()
  t.mock.timers.tick(20_000)
  const lines = out.text.trim().split('\n')
  assert.equal(lines[0], 'checkout lost')
  assert.match(lines[1]!, /0:06 plateau {2}0.0 checkouts\/s/)
  assert.equal(lines[2]?.trim(), '0:08 SIGKILL to order hit nothing')
  assert.equal(lines[3]?.trim(), '$ kubectl delete pod order-1')
  assert.match(lines[4]!, /0\.2 checkouts\/s/)
  assert.equal(lines.length, 5)
  assert.ok(!out.text.includes('\x1b'), 'no control characters in a log')
})

test('on a terminal it is drawn in place until it is stopped', (t) => {
  t.mock.timers.enable({ apis: ['setInterval', 'Date'] })
  const out = new Out()
  const view = liveView({ out, isTty: true, scenario, recorder: recorderOf() })
  t.mock.timers.tick(1_000)
  view.stop()
  view.stop()
  const atEnd = out.text
  t.mock.timers.tick(5_000)
  assert.equal(out.text, atEnd)
  assert.equal(out.text.split('plateau').length - 1, 4, 'at once, twice a second, and once more at the end')
  assert.ok(out.text.endsWith('\x1b[?25h'))
})
