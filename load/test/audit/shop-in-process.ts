import { build as buildBank } from '@saleday/bank/build'
import { loadConfig as bankConfig } from '@saleday/bank/config'
import type { Service } from '@saleday/chassis/chassis'
import { httpApp, reply } from '@saleday/chassis/http-app'
import type { BankFaults } from '@saleday/contracts/bank'
import { cartContract, takeBoughtOut } from '@saleday/contracts/cart'
import { build as buildOrder } from '@saleday/order/build'
import { loadConfig as orderConfig } from '@saleday/order/config'
import { build as buildPayment } from '@saleday/payment/build'
import { loadConfig as paymentConfig } from '@saleday/payment/config'
import { build as buildProduct } from '@saleday/product/build'
import { loadConfig as productConfig } from '@saleday/product/config'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'
import { testValkey } from '@saleday/testing/test-valkey'
import express from 'express'
import { type AuditDatabases, insertRows } from './audit-databases.ts'

export type ShopGood = { id: string; priceCents: number }
export type ShopInProcess = Awaited<ReturnType<typeof shopInProcess>>

const merchant = { BANK_MERCHANT_KEY: 'merchant-key-for-tests', BANK_WEBHOOK_SECRET: 'webhook-secret-for-tests' }

/** Short, so that work changes hands while it is under way. */
const orderTiming = { LEASE_MS: '300', GIVE_UP_AFTER_MS: '15000', RECOVER_EVERY_MS: '40', OUTBOX_CLAIM_MS: '1500' }

/** The real order (twice), product and payment services and the real bank; only the cart is a stand-in. */
export async function shopInProcess(
  databases: AuditDatabases,
  options: { forgetBankKeys: boolean; faults: Partial<BankFaults> },
) {
  const goods = await stock(databases)
  const valkey = await testValkey()
  const closing: (() => Promise<unknown>)[] = []
  const services: Service[] = []

  async function start(service: Service, front: Parameters<typeof listen>[0] = service.app): Promise<string> {
    await service.warmUp?.()
    const server = await listen(front)
    closing.push(server.close)
    services.push(service)
    return server.url
  }

  // Payment and bank call each other: payment's address is needed first.
  const paymentFront = express()
  const paymentServer = await listen(paymentFront)
  closing.push(paymentServer.close)
  const bank = buildBank(
    bankConfig({
      ...merchant,
      DATABASE_URL: databases.urls.bank,
      PAYMENT_WEBHOOK_URL: `${paymentServer.url}/webhooks/bank`,
      WEBHOOK_EVERY_MS: '50',
      ALLOW_FAULTS: 'true',
    }),
    testChassis('bank'),
  )
  const bankUrl = await start(bank, bankFront(bank, options.forgetBankKeys))
  await setFaults(bank, options.faults)
  const paymentSettings = { DATABASE_URL: databases.urls.payment, BANK_TIMEOUT_MS: '700', SETTLE_EVERY_MS: '50' }
  const payment = buildPayment(
    paymentConfig({ ...merchant, ...paymentSettings, BANK_URL: bankUrl }),
    testChassis('payment'),
  )
  paymentFront.use(payment.app)
  services.push(payment)

  const product = await start(
    buildProduct(
      productConfig({ DATABASE_URL: databases.urls.product, CACHE_VALKEY_URL: valkey.url }),
      testChassis('product'),
    ),
  )
  const cart = await listen(
    httpApp(testChassis('cart'), cartContract, (on) => {
      on(takeBoughtOut, () => reply(200, { lines: [], totalQuantity: 0 }))
    }),
  )
  closing.push(cart.close)

  const urls = { PRODUCT_URL: product, PAYMENT_URL: paymentServer.url, CART_URL: cart.url }
  const startOrder = () =>
    start(
      buildOrder(orderConfig({ DATABASE_URL: databases.urls.order, ...urls, ...orderTiming }), testChassis('order')),
    )
  const orderUrls = [await startOrder(), await startOrder()]
  for (const service of services) for (const worker of service.workers ?? []) worker.start()

  return {
    goods,
    orderUrls,
    async close() {
      await Promise.all(services.flatMap((service) => (service.workers ?? []).map((worker) => worker.stop())))
      for (const close of closing) await close()
      for (const service of services) await service.close?.()
      await valkey.close()
    },
  }
}

/** A few products of which there is plenty, and one over which buyers fight. */
async function stock({ product }: AuditDatabases): Promise<ShopGood[]> {
  const goods = [5, 1_000, 1_000].map((initial, at) => ({ id: crypto.randomUUID(), priceCents: 1_000 + at, initial }))
  await insertRows(
    product,
    'product',
    goods.map(({ id, priceCents, initial }) => ({
      id,
      slug: id,
      name: 'A product',
      category: 'home',
      description: 'A product',
      price_cents: priceCents,
      currency: 'EUR',
      image: 'x.svg',
      doorbuster: initial < 10,
    })),
  )
  const shelves = goods.map(({ id, initial }) => ({ product_id: id, on_hand: initial, reserved: 0, sold: 0, initial }))
  await insertRows(product, 'stock', shelves)
  return goods
}

/** A payment service that takes a new key for each call looks like this to the bank. */
function bankFront(bank: Service, forgetKeys: boolean) {
  const front = express()
  if (forgetKeys) {
    front.use((req, _res, next) => {
      if (req.headers['idempotency-key'] !== undefined) req.headers['idempotency-key'] = crypto.randomUUID()
      next()
    })
  }
  return front.use(bank.app)
}

async function setFaults(bank: Service, faults: Partial<BankFaults>): Promise<void> {
  const admin = express()
  bank.adminRoutes?.(admin)
  const server = await listen(admin)
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}/faults`, { method: 'PUT', headers, body: JSON.stringify(faults) })
  await server.close()
  if (!answer.ok) throw new Error(`the bank has no such fault: ${await answer.text()}`)
}
