import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEvents } from './event-stream.ts'

async function eventsOf(...chunks: (string | Uint8Array)[]) {
  async function* bytes() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
  }
  return Array.fromAsync(readEvents(bytes()))
}

test('events are read, and heartbeats are not', async () => {
  const events = await eventsOf('id: 3\nevent: order\ndata: {"a":1}\n\n: still here\n\nevent: bye\ndata: {}\n\n')
  assert.deepEqual(events, [
    { event: 'order', data: '{"a":1}' },
    { event: 'bye', data: '{}' },
  ])
})

test('an event may come in pieces, cut anywhere, and end its lines in any way', async () => {
  const bytes = new TextEncoder().encode('event:order\r\ndata: sm\u00f8rrebr\u00f8d\r\ndata:two: lines\r\n\r\n')
  for (let cut = 0; cut <= bytes.length; cut++)
    assert.deepEqual(await eventsOf(bytes.slice(0, cut), bytes.slice(cut)), [
      { event: 'order', data: 'sm\u00f8rrebr\u00f8d\ntwo: lines' },
    ])
})

test('an event that breaks off is none', async () => {
  assert.deepEqual(await eventsOf('event: order\ndata: {"a":'), [])
  assert.deepEqual(await eventsOf('event: order\ndata: {}\n'), [])
})
