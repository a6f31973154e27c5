import { createHmac } from 'node:crypto'
import type { Logger } from '@saleday/chassis/logger'
import { type PeriodicWorker, periodicWorker } from '@saleday/chassis/worker'
import type { Registry } from 'prom-client'
import { type Dispatcher, request } from 'undici'
import type { Chance } from './faults.ts'
import type { Counters } from './metrics.ts'
import type { News, WebhookStore } from './webhook-store.ts'

export type Delivering = {
  webhooks: WebhookStore
  chance: Chance
  counters: Counters
  log: Logger
  metrics: Registry
  secret: string
  url: string
  agent: Dispatcher
}

const atOnce = 50
const timeoutMs = 5_000

/** Brings news to the merchant, again until it takes them, a day at most. */
export function deliverer(delivering: Delivering, { everyMs }: { everyMs: number }): PeriodicWorker {
  const { log, metrics } = delivering
  return periodicWorker({ name: 'deliver-webhooks', everyMs, log, metrics, run: () => deliverDue(delivering) })
}

async function deliverDue(delivering: Delivering): Promise<boolean> {
  const { webhooks, counters, log } = delivering
  const due = await webhooks.claim(atOnce)
  if (due.length === 0) return false
  const delivered = (
    await Promise.all(due.map(async (news) => ((await isTaken(delivering, news)) ? [news.id] : [])))
  ).flat()
  if (delivered.length > 0) await webhooks.remove(delivered)
  const failed = due.length - delivered.length
  counters.webhooks.inc({ outcome: 'delivered' }, delivered.length)
  counters.webhooks.inc({ outcome: 'failed' }, failed)
  if (failed > 0) log.warn({ failed, url: delivering.url }, 'the merchant did not take its news; they are sent again')
  return due.length === atOnce
}

async function isTaken(delivering: Delivering, news: News): Promise<boolean> {
  const { chance, secret } = delivering
  if (chance.losesNews()) return true // nobody will ever hear of it
  if (chance.forgesNews()) await send({ ...delivering, secret: `not ${secret}` }, news)
  const taken = await send(delivering, news)
  if (taken && chance.duplicatesNews()) await send(delivering, news)
  return taken
}

async function send({ url, secret, agent }: Delivering, news: News): Promise<boolean> {
  const body = JSON.stringify(news)
  const timestamp = String(Math.floor(Date.now() / 1000))
  try {
    const { statusCode, body: answer } = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'bank-timestamp': timestamp,
        'bank-signature': signature(secret, timestamp, body),
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
      dispatcher: agent,
    })
    await answer.dump()
    return statusCode >= 200 && statusCode < 300
  } catch {
    return false
  }
}

/** `v1=` and the HMAC-SHA256, in hex, of the time in seconds, a dot, and the body as it is sent. */
export const signature = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
