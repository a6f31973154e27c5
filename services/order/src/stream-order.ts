import { commonProblem } from '@saleday/chassis/problem'
import type { Response } from 'express'
import { problem } from './errors.ts'
import { toOrder } from './order.ts'
import type { OrderStore } from './store.ts'
import type { OrderWatch } from './watch-orders.ts'

/** Often enough that no proxy takes the connection for idle. */
const heartbeatMs = 15_000

/**
 * Writes server-sent events (WHATWG HTML, section 9.2): `order` at once and at each change, and `bye` before the process
 * goes, so that the client connects again, elsewhere.
 * @throws ProblemError order_not_found; overloaded when too many watch
 */
export async function streamOrder(
  parts: { orders: OrderStore; watch: OrderWatch; draining: AbortSignal },
  request: { orderId: string; customerId: string; res: Response },
): Promise<void> {
  const { orders, watch, draining } = parts
  const { orderId, customerId, res } = request
  const order = await orders.find(orderId)
  if (order?.customerId !== customerId) throw problem('order_not_found', `You have no order ${orderId}.`)

  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
  if (res.req.method === 'HEAD') return void res.writeHead(200, headers).end()

  // Gone while we looked: its `close` is over, and would never end what begins here.
  if (res.destroyed) return

  let sending = Promise.resolve()
  const unwatch = watch.watch(orderId, order.version, () => {
    sending = sending.then(sendOrder).catch(() => end('event: bye\ndata: {}\n\n'))
  })
  if (!unwatch)
    throw commonProblem('overloaded', 'Too many orders are watched at once; ask for the order again in a moment.')
  const heartbeat = setInterval(() => {
    if (!res.writableEnded) res.write(': still here\n\n')
  }, heartbeatMs)
  const onDrain = () => end('event: bye\ndata: {}\n\n')
  draining.addEventListener('abort', onDrain)
  res.once('close', () => {
    unwatch()
    clearInterval(heartbeat)
    draining.removeEventListener('abort', onDrain)
  })

  res.writeHead(200, headers)
  write(order.version, toOrder(order))
  if (draining.aborted) onDrain()

  async function sendOrder(): Promise<void> {
    const now = await orders.find(orderId)
    if (now && !res.writableEnded) write(now.version, toOrder(now))
  }
  function write(version: number, data: unknown): void {
    res.write(`id: ${version}\nevent: order\ndata: ${JSON.stringify(data)}\n\n`)
  }
  function end(last: string): void {
    if (!res.writableEnded) res.end(last)
  }
}
