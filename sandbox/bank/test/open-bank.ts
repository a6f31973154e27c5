import { randomUUIDv7 } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BankFaults } from '@saleday/contracts/bank'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'
import { testDatabase } from '@saleday/testing/test-database'
import express from 'express'
import { build } from '../src/build.ts'
import { loadConfig } from '../src/config.ts'

export const merchantKey = 'merchant-key-for-tests'
export const webhookSecret = 'webhook-secret-for-tests'

// biome-ignore lint/suspicious/noExplicitAny: what came is what the test looks at.
export type Answer = { status: number; body: any }
export type OpenBank = Awaited<ReturnType<typeof openBank>>
export type Received = { headers: IncomingHttpHeaders; text: string }

/** The bank over HTTP with a database of its own, and a merchant that takes news. Workers are off until started. */
export async function openBank(settings: Record<string, string> = {}) {
  const database = await testDatabase(new URL('../migrations', import.meta.url))
  const merchant = await openMerchant()
  const environment = {
    DATABASE_URL: database.url,
    BANK_MERCHANT_KEY: merchantKey,
    BANK_WEBHOOK_SECRET: webhookSecret,
    PAYMENT_WEBHOOK_URL: merchant.url,
    WEBHOOK_EVERY_MS: '20',
    ALLOW_FAULTS: 'true',
    SLOW_CARD_MS: '150',
    ...settings,
  }
  const chassis = testChassis('bank')
  const service = build(loadConfig(environment), chassis)
  const server = await listen(service.app)
  const admin = express()
  service.adminRoutes?.(admin)
  const adminServer = await listen(admin)

  async function send(
    method: string,
    path: string,
    options: { body?: unknown; key?: string; merchantKey?: string | null } = {},
  ): Promise<Answer> {
    const { body, key } = options
    const authorization =
      options.merchantKey === null ? {} : { authorization: `Bearer ${options.merchantKey ?? merchantKey}` }
    const response = await fetch((path.startsWith('/faults') ? adminServer.url : server.url) + path, {
      method,
      headers: {
        ...authorization,
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
  }

  const ofAuthorisation =
    (what: string) =>
    (id: string, key = newId(), body?: unknown) =>
      send('POST', `/bank/v1/authorisations/${id}/${what}`, { key, ...(body === undefined ? {} : { body }) })

  return {
    send,
    service,
    chassis,
    merchant,
    publicUrl: server.url,
    pool: database.pool,
    tokenise: (number: string, rest: Record<string, unknown> = {}) =>
      send('POST', '/bank/tokens', {
        merchantKey: null,
        body: { number, expiryMonth: 12, expiryYear: 2040, cvc: '123', ...rest },
      }),
    authorise: (cardToken: string, { key = newId(), reference = newId(), amountCents = 5_000 } = {}) =>
      send('POST', '/bank/v1/authorisations', { key, body: { reference, amountCents, currency: 'EUR', cardToken } }),
    capture: ofAuthorisation('capture'),
    void: ofAuthorisation('void'),
    refund: (id: string, amountCents: number, key = newId()) => ofAuthorisation('refunds')(id, key, { amountCents }),
    faults: (faults: Partial<BankFaults>) => send('PUT', '/faults', { body: faults }),
    async statement(reference: string): Promise<string[]> {
      const { body } = await send('GET', `/bank/v1/ledger?reference=${reference}`)
      return body.rows.map(({ kind, amountCents }: { kind: string; amountCents: number }) => `${kind} ${amountCents}`)
    },
    start() {
      for (const worker of service.workers ?? []) worker.start()
    },
    async close() {
      await Promise.all((service.workers ?? []).map((worker) => worker.stop()))
      await Promise.all([server.close(), adminServer.close()])
      await service.close?.()
      await merchant.close()
      await database.close()
    },
  }
}

/** Keeps what it is told, and answers with the status that it is set to. */
async function openMerchant() {
  const state = { status: 204, received: [] as Received[] }
  const server = createServer(async (req, res) => {
    let text = ''
    for await (const chunk of req) text += chunk
    state.received.push({ headers: req.headers, text })
    res.writeHead(state.status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/news`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const newId = (): string => randomUUIDv7()
