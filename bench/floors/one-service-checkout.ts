import { createHash, randomUUIDv7 } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import express from 'express'
import pg from 'pg'
import { checkoutText } from './checkout-text.ts'

/**
 * A checkout as one service with one database would have it: Express with its defaults, no token, no contract, no log, and
 * one statement that writes at once what Saleday's services write step by step. It survives nothing.
 */
type Checkout = { lines: { productId: string; quantity: number }[]; cardToken: string }

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 8,
  options: '-c plan_cache_mode=force_generic_plan',
})
const customerId = randomUUIDv7()
const app = express()

app.post('/api/orders', express.json(), async (req, res) => {
  const { lines, cardToken } = req.body as Checkout
  const id = randomUUIDv7()
  const { rows } = await pool.query<{ totalCents: number }>({
    name: 'checkout',
    text: checkoutText,
    values: [
      id,
      customerId,
      lines.map(({ productId }) => productId),
      lines.map(({ quantity }) => quantity),
      req.headers['idempotency-key'],
      createHash('sha256').update(JSON.stringify(req.body)).digest(),
      cardToken,
    ],
  })
  res.status(201).json({ id, state: 'confirmed', lines, totalCents: rows[0]!.totalCents, currency: 'EUR' })
})

const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
