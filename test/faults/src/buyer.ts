import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { attemptTimeoutMs, checkoutLimits, next, retryAfterMs } from '@saleday/load/client-policy'
import type { JournalLine, JournalOrderLine } from '@saleday/load/journal'
import { testTokens } from '@saleday/testing/test-tokens'

type Body = Record<string, unknown> | undefined
export type Heard = { status: number; body: Body; cookie: string | undefined }
export type Request = { method: string; url: string; body?: object; headers?: Record<string, string> }
export type Basket = { lines: JournalOrderLine[]; totalCents: number; card: string }
/** What a buyer was told in the end. */
export type Told = { status: number; code: string; orderId: string }

export type Buyer = Awaited<ReturnType<typeof makeBuyer>>

/** Sends a request as load/src/client-policy.ts says, until its answer is definite. @throws Error when the client gives up */
export async function sendUntilDefinite(
  { method, url, body, headers }: Request,
  onAnswer: (heard: Heard, attempt: number, ms: number) => void = () => {},
): Promise<Heard> {
  const began = performance.now()
  for (let attempt = 1; ; attempt++) {
    const sentMs = performance.now()
    const heard = await once({ method, url, ...(body && { body }), ...(headers && { headers }) }, sentMs - began)
    onAnswer(heard, attempt, Math.round(performance.now() - sentMs))
    const step = next(attempt, heard, performance.now() - began)
    if (step.do === 'done' || step.do === 'watch') return heard
    if (step.do === 'give_up')
      throw new Error(
        `the client gave up after ${attempt} attempts: ${method} ${url}: ${heard.status} ${JSON.stringify(heard.body)}`,
      )
    await sleep(step.afterMs)
  }
}

async function once(
  { method, url, body, headers }: Request,
  elapsedMs: number,
): Promise<Heard & { retryAfterMs?: number }> {
  try {
    const answer = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      signal: AbortSignal.timeout(attemptTimeoutMs(elapsedMs)),
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const wait = retryAfterMs(answer.headers.get('retry-after'), Date.now())
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
    return {
      status: answer.status,
      body: text ? JSON.parse(text) : undefined,
      cookie,
      ...(wait !== undefined && { retryAfterMs: wait }),
    }
  } catch {
    return { status: 0, body: undefined, cookie: undefined }
  }
}

/** A customer who writes down what happens, as the crowd of the sale day does. */
export async function makeBuyer(orderUrl: string, key: string, note: (line: JournalLine) => void) {
  const customerId = randomUUIDv7()
  const headers = { authorization: `Bearer ${await testTokens.customer(customerId)}`, 'idempotency-key': key }

  async function read(orderId: string): Promise<string> {
    const url = `${orderUrl}/api/orders/${orderId}`
    const { body } = await sendUntilDefinite({ method: 'GET', url, headers }, ({ status, body }) =>
      note({ j: 'read', at: Date.now(), key, orderId, status, state: String(body?.state ?? ''), ...contentOf(body) }),
    )
    return String(body?.state ?? '')
  }

  return {
    customerId,
    headers,
    read,
    async checkout({ lines, totalCents, card }: Basket): Promise<Told> {
      note({
        j: 'intent',
        at: Date.now(),
        key,
        customerId,
        lines,
        totalCents,
        card: card === '9995' ? 'declined' : 'good',
      })
      const body = { lines, expectedTotalCents: totalCents, cardToken: `tok_test_${card}_faults` }
      let told: Told = { status: 0, code: '', orderId: '' }
      await sendUntilDefinite(
        { method: 'POST', url: `${orderUrl}/api/orders`, body, headers },
        (heard, attempt, ms) => {
          const code = String(heard.body?.code ?? '')
          const orderId = String((heard.status < 300 ? heard.body?.id : heard.body?.orderId) ?? '')
          told = { status: heard.status, code, orderId }
          note({ j: 'answer', at: Date.now(), key, attempt, ...told, ms, ...contentOf(heard.body) })
        },
      )
      if (told.status === 201) await read(told.orderId)
      if (told.status === 202) told = await watch(told)
      return told
    },
    cancel: (orderId: string): Promise<Heard> =>
      sendUntilDefinite({ method: 'POST', url: `${orderUrl}/api/orders/${orderId}/cancel`, headers }),
  }

  async function watch(told: Told): Promise<Told> {
    for (const end = performance.now() + checkoutLimits.withinMs; performance.now() < end; await sleep(100)) {
      const state = await read(told.orderId)
      if (['confirmed', 'shipped', 'cancelled'].includes(state)) return { ...told, status: 201 }
      if (state !== 'placed') return { ...told, status: 409, code: 'refused' }
    }
    throw new Error(`the order ${told.orderId} was not decided`)
  }
}

/** What an answer says of the order in it. */
function contentOf(body: Body): { totalCents: number | null; lines: JournalOrderLine[] | null } {
  const lines = body?.lines as JournalOrderLine[] | undefined
  if (lines === undefined) return { totalCents: null, lines: null }
  return {
    totalCents: Number(body?.totalCents),
    lines: lines.map(({ productId, quantity }) => ({ productId, quantity })),
  }
}
