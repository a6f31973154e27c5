import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventually } from '@saleday/testing/eventually'
import { freePort } from '@saleday/testing/free-port'
import { testDatabase } from '@saleday/testing/test-database'
import { testKeys, testTokens } from '@saleday/testing/test-tokens'
import { customer, migrations, oneLine, startProcess } from './order-service.ts'
import { type Moment, type StandIns, startStandIns } from './stand-ins.ts'

/**
 * A real process of the order service is killed with SIGKILL between every two steps of a checkout; another one, which
 * runs here, finishes what it left.
 */
let database: Awaited<ReturnType<typeof testDatabase>>
let standIns: StandIns
let folder: string
before(async () => {
  database = await testDatabase(migrations)
  standIns = await startStandIns()
  folder = await mkdtemp(join(tmpdir(), 'saleday-order-'))
  for (const audience of ['product', 'payment', 'cart'] as const)
    await writeFile(join(folder, audience), await testTokens.service('order', audience))
  await writeFile(join(folder, 'keys.json'), JSON.stringify(testKeys.jwks()))
})
after(async () => {
  await standIns.close()
  await database.close()
  await rm(folder, { recursive: true })
})

async function startVictim(): Promise<{ url: string; process: ChildProcess }> {
  const [port, adminPort] = [await freePort(), await freePort()]
  const { productUrl, paymentUrl, cartUrl } = standIns.urls
  const victim = spawn(process.execPath, [fileURLToPath(new URL('../src/main.ts', import.meta.url))], {
    stdio: ['ignore', process.env.TEST_LOG_LEVEL ? 'inherit' : 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      ADMIN_PORT: String(adminPort),
      HOST: '127.0.0.1',
      LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
      DATABASE_URL: database.url,
      PRODUCT_URL: productUrl,
      PAYMENT_URL: paymentUrl,
      CART_URL: cartUrl,
      SERVICE_TOKENS_DIR: folder,
      SERVICE_JWKS: join(folder, 'keys.json'),
      CUSTOMER_JWKS: join(folder, 'keys.json'),
      NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
      LEASE_MS: '600',
      GIVE_UP_AFTER_MS: '3000',
      RECOVER_EVERY_MS: '50',
      OUTBOX_CLAIM_MS: '600',
    },
  })
  const isReady = async () => (await fetch(`http://127.0.0.1:${adminPort}/readyz`).catch(() => undefined))?.ok
  await eventually('the process is ready', isReady)
  return { url: `http://127.0.0.1:${port}`, process: victim }
}

const cases: { moment: Moment; cardToken?: string; onHand?: number; ends: 'confirmed' | 'rejected' }[] = [
  { moment: 'before reserve', ends: 'confirmed' },
  { moment: 'after reserve', ends: 'confirmed' },
  { moment: 'before authorise', ends: 'confirmed' },
  { moment: 'after authorise', ends: 'confirmed' },
  { moment: 'before commit', ends: 'confirmed' },
  { moment: 'after commit', ends: 'confirmed' },
  { moment: 'before capture', ends: 'confirmed' },
  { moment: 'after capture', ends: 'confirmed' },
  { moment: 'before take_out', ends: 'confirmed' },
  { moment: 'after take_out', ends: 'confirmed' },
  { moment: 'before release', cardToken: 'tok_test_declined', ends: 'rejected' },
  { moment: 'after release', cardToken: 'tok_test_declined', ends: 'rejected' },
  { moment: 'before void', cardToken: 'tok_test_declined', ends: 'rejected' },
  { moment: 'after void', cardToken: 'tok_test_declined', ends: 'rejected' },
  { moment: 'after reserve', onHand: 1, ends: 'rejected' },
  { moment: 'before release', onHand: 1, ends: 'rejected' },
  { moment: 'after void', onHand: 1, ends: 'rejected' },
]

describe('a process of order killed', () => {
  for (const { moment, cardToken = 'tok_test_4242_a', onHand = 10, ends } of cases) {
    test(`${moment} of an order that ends ${ends}${onHand === 1 ? ' for want of stock' : ''}: another one finishes it, once`, {
      timeout: 30_000,
    }, async () => {
      const productId = standIns.addProduct({ onHand: 10 })
      const victim = await startVictim()
      const killed = once(victim.process, 'exit')
      let isKilled = false
      standIns.onMoment(async (now) => {
        // Others were quicker: with too few left before that, there would be no order.
        if (now === 'before reserve' && onHand < 2) standIns.products.get(productId)!.onHand = onHand
        if (now !== moment || isKilled) return
        isKilled = true
        victim.process.kill('SIGKILL')
        await killed
      })
      const buyer = await customer(victim.url)
      const request = { lines: [{ productId, quantity: 2 }], expectedTotalCents: 2_000, cardToken }
      const first = await buyer.checkout(request, `key-${moment}-${onHand}`.replaceAll(' ', '-')).catch(() => 'reset')
      await killed

      const rescuer = await startProcess(database.url, standIns)
      try {
        const id = await eventually('the order is at rest', async () => {
          const { rows } = await database.pool.query(
            `SELECT id, state FROM customer_order o WHERE customer_id = $1 AND state NOT IN ('placed', 'cancelling')
             AND NOT EXISTS (SELECT FROM outbox WHERE order_id = o.id AND done_at IS NULL)`,
            [buyer.id],
          )
          return rows[0]?.id as string | undefined
        })
        const again = await customer(rescuer.url, buyer.id)
        const detail = (await again.order(id)).body
        assert.equal(detail.state, ends)
        // What a repeat of the request hears is what became of it.
        const repeat = await again.checkout(request, `key-${moment}-${onHand}`.replaceAll(' ', '-'))
        assert.equal(repeat.status === 201, ends === 'confirmed')
        if (typeof first !== 'string') assert.equal(first.status, repeat.status)
        const stock = standIns.products.get(productId)!
        const payment = standIns.payments.get(id)
        if (ends === 'confirmed') {
          assert.deepEqual([stock.onHand, stock.reserved, stock.sold], [onHand - 2, 0, 2])
          assert.deepEqual([payment?.state, payment?.captures], ['captured', 1])
          assert.deepEqual(
            detail.events.map(({ state }) => state),
            ['placed', 'confirmed'],
          )
        } else {
          assert.deepEqual([stock.onHand, stock.reserved, stock.sold], [onHand, 0, 0])
          assert.ok(payment === undefined || ['voided', 'declined'].includes(payment.state))
          assert.deepEqual(
            detail.events.map(({ state }) => state),
            ['placed', 'cancelling', 'rejected'],
          )
        }
        const { rows } = await database.pool.query(
          'SELECT count(*)::int AS n FROM customer_order WHERE customer_id = $1',
          [buyer.id],
        )
        assert.equal(rows[0].n, 1)
      } finally {
        await rescuer.close()
      }
    })
  }
})

/** Cancels, or ships and refunds, with a process that dies meanwhile; what it left is done here, once. */
const laterCases: { moment: Moment; what: 'cancel' | 'refund' }[] = [
  { moment: 'before release', what: 'cancel' },
  { moment: 'after release', what: 'cancel' },
  { moment: 'before void', what: 'cancel' },
  { moment: 'after void', what: 'cancel' },
  { moment: 'before refund', what: 'refund' },
  { moment: 'after refund', what: 'refund' },
]

describe('a process of order killed', () => {
  for (const { moment, what } of laterCases) {
    test(`${moment} of a ${what}: another one finishes it, once`, { timeout: 30_000 }, async () => {
      standIns.onMoment(() => undefined)
      const productId = standIns.addProduct({ onHand: 10 })
      const victim = await startVictim()
      const killed = once(victim.process, 'exit')
      const buyer = await customer(victim.url)
      const { id } = await buyer.buy(productId, 2)
      const atRest = () =>
        eventually('nothing waits', async () => {
          const { rows } = await database.pool.query('SELECT FROM outbox WHERE order_id = $1 AND done_at IS NULL', [id])
          return rows.length === 0
        })
      await atRest()

      const refundId = randomUUID()
      const operator = { authorization: `Bearer ${await testTokens.service('operator', 'order')}` }
      const refund = async (url: string) => {
        const headers = { ...operator, 'content-type': 'application/json' }
        const body = JSON.stringify({ amountCents: 700 })
        const path = `${url}/internal/orders/${id}/refunds/${refundId}`
        return ((await (await fetch(path, { method: 'PUT', headers, body })).json()) as { state: string }).state
      }
      const ship = (url: string) =>
        fetch(`${url}/internal/orders/${id}/ship`, { method: 'POST', headers: operator }).then(
          (answer) => answer.status,
        )
      if (what === 'refund') assert.equal(await ship(victim.url), 200)
      let isKilled = false
      standIns.onMoment(async (now) => {
        if (now !== moment || isKilled) return
        isKilled = true
        victim.process.kill('SIGKILL')
        await killed
      })
      await (what === 'cancel' ? buyer.cancel(id) : refund(victim.url)).catch(() => 'reset')
      await killed

      const rescuer = await startProcess(database.url, standIns)
      try {
        await atRest()
        const again = await customer(rescuer.url, buyer.id)
        const { onHand, reserved, sold } = standIns.products.get(productId)!
        if (what === 'cancel') {
          assert.equal((await again.cancel(id)).body.state, 'cancelled')
          assert.deepEqual([onHand, reserved, sold, standIns.payments.get(id)?.state], [10, 0, 0, 'refunded'])
        } else {
          assert.equal(await refund(rescuer.url), 'refunded')
          assert.deepEqual([onHand, reserved, sold, standIns.refundedCents(id)], [8, 0, 2, 700])
        }
        const { events, notices } = (await again.order(id)).body
        assert.equal(notices.length, 1)
        assert.deepEqual(
          events.map(({ state }) => state),
          ['placed', 'confirmed', what === 'cancel' ? 'cancelled' : 'shipped'],
        )
      } finally {
        await rescuer.close()
      }
    })
  }
})

describe('SIGTERM', () => {
  test('with checkouts in flight loses none, and the process ends with 0', { timeout: 30_000 }, async () => {
    const productId = standIns.addProduct()
    const victim = await startVictim()
    const exited = once(victim.process, 'exit')
    standIns.onMoment((moment) =>
      moment === 'before authorise' ? new Promise((resolve) => setTimeout(resolve, 300)) : undefined,
    )
    const buyer = await customer(victim.url)
    const checkouts = Array.from({ length: 20 }, () => buyer.checkout(oneLine(productId, 1)))
    await eventually(
      'checkouts are in flight',
      () => standIns.calls.filter(({ moment }) => moment === 'before authorise').length >= 5,
    )
    victim.process.kill('SIGTERM')
    const answers = await Promise.all(checkouts)
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
    assert.deepEqual(await exited, [0, null])
  })
})
