import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { build as buildBank } from '@saleday/bank/build'
import { loadConfig as loadBankConfig } from '@saleday/bank/config'
import type { Service } from '@saleday/chassis/chassis'
import type { BankFaults, LedgerRow } from '@saleday/contracts/bank'
import type { Party } from '@saleday/contracts/route'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { testTokens } from '@saleday/testing/test-tokens'
import express from 'express'
import type { z } from 'zod'
import { build } from '../src/build.ts'
import { loadConfig } from '../src/config.ts'

export const merchantKey = 'merchant-key-for-tests'
export const webhookSecret = 'webhook-secret-for-tests'
export const cards = {
  good: 'tok_test_4242',
  declined: 'tok_test_9995',
  captureRefused: 'tok_test_0341',
  expires: 'tok_test_0069',
}

// biome-ignore lint/suspicious/noExplicitAny: what came is what the test looks at.
export type Answer = { status: number; body: any; headers: Headers }
export type Rig = Awaited<ReturnType<typeof paymentAndBank>>

/** The payment service and the bank, both real, each with a database of its own, over HTTP. Workers are off until started. */
export async function paymentAndBank(settings: Record<string, string> = {}, itsDatabase?: TestDatabase) {
  const paymentDb = itsDatabase ?? (await testDatabase(new URL('../migrations', import.meta.url)))
  const bankDb = await testDatabase(new URL('../../../sandbox/bank/migrations', import.meta.url))
  const bankFront = express()
  const bankServer = await listen(bankFront)
  const chassis = testChassis('payment')
  const payment = startPayment(paymentDb.url, bankServer.url, settings, chassis)
  const paymentServer = await listen(payment.app)
  const bank = buildBank(
    loadBankConfig({
      DATABASE_URL: bankDb.url,
      BANK_MERCHANT_KEY: merchantKey,
      BANK_WEBHOOK_SECRET: webhookSecret,
      PAYMENT_WEBHOOK_URL: `${paymentServer.url}/webhooks/bank`,
      WEBHOOK_EVERY_MS: '20',
      ALLOW_FAULTS: 'true',
    }),
    testChassis('bank'),
  )
  bankFront.use(bank.app)
  const bankAdmin = express()
  bank.adminRoutes?.(bankAdmin)
  const bankAdminServer = await listen(bankAdmin)
  const started: Service[] = []

  async function send(
    method: string,
    path: string,
    options: { body?: unknown; token?: string | null; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const token = options.token === undefined ? await testTokens.service('order', 'payment') : options.token
    const response = await fetch(paymentServer.url + path, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined
        ? {}
        : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers }
  }

  return {
    paymentUrl: paymentServer.url,
    bankUrl: bankServer.url,
    databaseUrl: paymentDb.url,
    pool: paymentDb.pool,
    bankPool: bankDb.pool,
    payment,
    metrics: () => chassis.metrics.metrics(),
    bank,
    send,
    serviceToken: (caller: Party) => testTokens.service(caller, 'payment'),
    authorise: (orderId: string, card = cards.good, amountCents = 5_000, headers: Record<string, string> = {}) =>
      send('PUT', `/internal/payments/${orderId}`, {
        body: { amountCents, currency: 'EUR', cardToken: card },
        headers,
      }),
    capture: (orderId: string) => send('POST', `/internal/payments/${orderId}/capture`),
    void: (orderId: string) => send('POST', `/internal/payments/${orderId}/void`),
    refund: (orderId: string, refundId: string, amountCents: number) =>
      send('PUT', `/internal/payments/${orderId}/refunds/${refundId}`, { body: { amountCents } }),
    get: (orderId: string) => send('GET', `/internal/payments/${orderId}`),

    /** A call of the merchant that payment knows nothing of. */
    async atBank(path: string, { key = newId(), body }: { key?: string; body?: unknown } = {}) {
      const response = await fetch(`${bankServer.url}/bank/v1/authorisations${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${merchantKey}`,
          'idempotency-key': key,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      // biome-ignore lint/suspicious/noExplicitAny: what came is what the test looks at.
      const answer = (await response.json()) as any
      if (!response.ok) throw new Error(`the bank refused ${path}: ${JSON.stringify(answer)}`)
      return answer as { id: string; state: string }
    },
    /** The id that the bank has for what payment has authorised. */
    async authorisationOf(orderId: string): Promise<string> {
      const { rows } = await paymentDb.pool.query('SELECT authorisation_id FROM payment WHERE order_id = $1', [orderId])
      return rows[0].authorisation_id
    },
    /** What moved money or held it, in the ledger of payment; as `statement` writes it. */
    async movements(orderId: string): Promise<string[]> {
      const { rows } = await paymentDb.pool.query(
        `SELECT kind, max(amount_cents) AS cents FROM ledger_entry WHERE order_id = $1
         GROUP BY transfer_id, kind ORDER BY min(entry_id)`,
        [orderId],
      )
      return rows.map(({ kind, cents }) => `${kind} ${cents}`)
    },
    async faults(faults: Partial<BankFaults>) {
      const response = await fetch(`${bankAdminServer.url}/faults`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(faults),
      })
      if (!response.ok) throw new Error(`the bank has no such fault: ${await response.text()}`)
    },
    /** What the bank's statement says of the order. */
    async statement(orderId: string): Promise<string[]> {
      const response = await fetch(`${bankServer.url}/bank/v1/ledger?reference=${orderId}`, {
        headers: { authorization: `Bearer ${merchantKey}` },
      })
      const { rows } = (await response.json()) as { rows: z.output<typeof LedgerRow>[] }
      return rows.map(({ kind, amountCents }) => `${kind} ${amountCents}`)
    },
    /** The states that the order's payment went through. */
    async history(orderId: string): Promise<string[]> {
      const { rows } = await paymentDb.pool.query(
        'SELECT state FROM payment_event WHERE order_id = $1 AND refund_id IS NULL ORDER BY event_id',
        [orderId],
      )
      return rows.map(({ state }) => state)
    },
    /** The ledger's accounts that are not at nothing. */
    async balances(orderId: string): Promise<Record<string, number>> {
      const { rows } = await paymentDb.pool.query(
        'SELECT account, sum(amount_cents) AS cents FROM ledger_entry WHERE order_id = $1 GROUP BY account HAVING sum(amount_cents) <> 0',
        [orderId],
      )
      return Object.fromEntries(rows.map(({ account, cents }) => [account, Number(cents)]))
    },
    start(service: Service) {
      for (const worker of service.workers ?? []) worker.start()
      started.push(service)
    },
    async close() {
      for (const service of started) await Promise.all((service.workers ?? []).map((worker) => worker.stop()))
      await Promise.all([paymentServer.close(), bankServer.close(), bankAdminServer.close()])
      for (const service of new Set([payment, bank, ...started])) await service.close?.()
      await Promise.all([paymentDb.close(), bankDb.close()])
    },
  }
}

/** One more pod of the payment service on the same database. */
export const startPayment = (
  databaseUrl: string,
  bankUrl: string,
  settings: Record<string, string> = {},
  chassis = testChassis('payment'),
): Service => build(loadConfig({ ...paymentEnvironment(databaseUrl, bankUrl), ...settings }), chassis)

export const paymentEnvironment = (databaseUrl: string, bankUrl: string) => ({
  DATABASE_URL: databaseUrl,
  BANK_URL: bankUrl,
  BANK_MERCHANT_KEY: merchantKey,
  BANK_WEBHOOK_SECRET: webhookSecret,
  BANK_TIMEOUT_MS: '1000',
  SETTLE_EVERY_MS: '50',
})

/** The two ledgers say the same of the order. For the bank a hold also ends when its time is over. */
export async function assertSameBooks(rig: Rig, orderId: string): Promise<void> {
  const atBank = (await rig.statement(orderId))
    .filter((movement) => !/^(declined|capture_refused) /.test(movement))
    .map((movement) => movement.replace('expired', 'voided'))
  assert.deepEqual(await rig.movements(orderId), atBank, orderId)
}

export const newId = (): string => randomUUIDv7()
