import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Order, OrderState } from '@saleday/contracts/order'
import { SessionOver } from '../api/failures.ts'
import { type World, watchOrder } from './watch-order.ts'

const event = (state: OrderState) => `event: order\ndata: ${JSON.stringify({ id: 'o1', state })}\n\n`
const stream =
  (...events: string[]) =>
  () =>
    new Response(events.join(''))
const fails = () => {
  throw new TypeError('reset')
}

/** Watches an order over these streams, one after the other, until there is no other. */
async function watch(answers: (() => Response)[], session = { token: async () => 'old', renew: async () => 'new' }) {
  const seen: string[] = []
  const tokens: (string | null)[] = []
  const stop = new AbortController()
  const world: World = {
    fetch: async (_path, init) => {
      tokens.push(new Headers(init?.headers).get('authorization'))
      const answer = answers.shift()
      if (!answer) stop.abort()
      return (answer ?? fails)()
    },
    random: () => 0,
    pause: async () => {},
  }
  const watcher = {
    onOrder: (order: Order) => seen.push(order.state),
    onLive: (isLive: boolean) => seen.push(isLive ? 'live' : 'away'),
    onOver: () => seen.push('over'),
  }
  await watchOrder(session, 'o1', watcher, stop.signal, world)
  return { seen, tokens }
}

test('an order is followed from stream to stream, until nothing can become of it', async () => {
  const { seen, tokens } = await watch([
    stream(event('placed'), 'event: bye\ndata: {}\n\n'),
    stream(event('placed'), event('confirmed')),
    stream(event('confirmed'), event('shipped'), event('shipped')),
    stream(event('placed')),
  ])
  assert.deepEqual(seen, [
    'live',
    'placed',
    'live',
    'placed',
    'live',
    'confirmed',
    'live',
    'confirmed',
    'live',
    'shipped',
  ])
  assert.equal(tokens.length, 3)
})

test('while the stream is away it says so, and tries again', async () => {
  const { seen } = await watch([fails, () => new Response('', { status: 503 }), stream(event('rejected'))])
  assert.deepEqual(seen, ['away', 'away', 'live', 'rejected'])
})

test('a token that is refused is renewed; without a session there is nothing to watch', async () => {
  const refused = () => new Response('', { status: 401 })
  assert.deepEqual((await watch([refused, stream(event('cancelled'))])).tokens, ['Bearer old', 'Bearer new'])
  const over = async () => {
    throw new SessionOver()
  }
  assert.deepEqual((await watch([refused], { token: async () => 'old', renew: over })).seen, ['over'])
})
