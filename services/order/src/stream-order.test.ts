import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { listen } from '@saleday/testing/listen'
import express from 'express'
import type { OrderStore } from './store.ts'
import { streamOrder } from './stream-order.ts'
import type { OrderWatch } from './watch-orders.ts'

test('a customer who is gone before the order is found is not watched for', { timeout: 10_000 }, async (t) => {
  let watched = 0
  const watch: OrderWatch = {
    watch: () => {
      watched++
      return () => {
        watched--
      }
    },
    changed: () => {},
    worker: undefined as never,
  }
  const draining = new AbortController().signal
  const app = express()
  const over = new Promise<void>((resolve, reject) => {
    app.get('/', async (_req, res) => {
      const find = async () => {
        customer.destroy()
        await once(res, 'close')
        return { id: 'an order', customerId: 'a customer', version: 1 }
      }
      const orders = { find } as unknown as OrderStore
      const request = { orderId: 'an order', customerId: 'a customer', res }
      await streamOrder({ orders, watch, draining }, request).then(resolve, reject)
    })
  })
  const server = await listen(app)
  t.after(() => server.close())
  const customer = connect(Number(new URL(server.url).port), '127.0.0.1')
  customer.write('GET / HTTP/1.1\r\nhost: shop\r\n\r\n')
  await over
  assert.equal(watched, 0)
})
