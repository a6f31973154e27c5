import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from '@saleday/chassis/context'
import { problem } from './errors.ts'
import type { Counters } from './metrics.ts'
import type { WebhookStore } from './webhook-store.ts'

/** How far the time of a signature may be from ours: one that was overheard is of no use for long. */
const toleranceSeconds = 300

export type Hearing = { webhooks: WebhookStore; counters: Counters; webhookSecret: string }

export type News = {
  /** What was sent, byte for byte: the signature is over these bytes. */
  rawBody: Buffer
  signature: string
  timestamp: string
  webhookId: string
  orderId: string
}

/**
 * Hears the bank's news. They are never believed: they may come late, twice and in any order, so all that they do is to
 * make the question due that the payment has open.
 */
export async function hearBank(hearing: Hearing, news: News, context: Context): Promise<void> {
  if (!isGenuine(news, hearing.webhookSecret, Date.now())) {
    hearing.counters.webhooks.inc({ outcome: 'forged' })
    throw problem(
      'bad_signature',
      'The signature must be over timestamp.body with the shared secret, and 5 minutes old at most.',
    )
  }
  const outcome = await hearing.webhooks.hint(news.webhookId, news.orderId)
  hearing.counters.webhooks.inc({ outcome: outcome.replaceAll(' ', '_') })
  context.log.debug({ orderId: news.orderId, outcome }, 'news from the bank')
}

/** Is the signature, `v1=` and hex, the HMAC-SHA256 of `timestamp.body`, and its time, in seconds, near ours? */
export function isGenuine(
  news: Pick<News, 'rawBody' | 'signature' | 'timestamp'>,
  secret: string,
  nowMs: number,
): boolean {
  if (Math.abs(nowMs / 1000 - Number(news.timestamp)) > toleranceSeconds) return false
  const expected = createHmac('sha256', secret).update(`${news.timestamp}.`).update(news.rawBody).digest()
  const given = Buffer.from(/^v1=([0-9a-f]{64})$/.exec(news.signature)?.[1] ?? '', 'hex')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
