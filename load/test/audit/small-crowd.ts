import { randomUUIDv7 } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { testTokens } from '@saleday/testing/test-tokens'
import type { JournalLine } from '../../src/journal.ts'
import type { ShopGood, ShopInProcess } from './shop-in-process.ts'

type Body = Record<string, unknown> | undefined
type Heard = { status: number; body: Body }
type Habit = 'once' | 'twice at once' | 'again later' | 'cancels'

const habits: readonly Habit[] = ['once', 'twice at once', 'again later', 'cancels']
/** Good; refused; its capture is refused after the 201; expired before the capture. */
const cards = ['4242', '4242', '4242', '9995', '0341', '4242', '0069'] as const

/** So many come through the door at once: more of them read the same last units than there are. */
const atOnce = 21

/** A few dozen buyers, with the habits that wear a checkout out. Gives their journal. */
export async function smallCrowd(
  { orderUrls, goods }: ShopInProcess,
  runId: string,
  buyers = 42,
): Promise<JournalLine[]> {
  const journal: JournalLine[] = [{ j: 'start', at: Date.now() - 5, runId }]
  const visits = Array.from({ length: buyers }, async (_, n) => {
    await sleep(n < atOnce ? 0 : 20 * n)
    await visit({ journal, orderUrls, goods, n, key: `${runId}-${n}` })
  })
  await Promise.all(visits)
  journal.push({ j: 'end', at: Date.now() + 60_000 })
  return journal
}

type Visit = {
  journal: JournalLine[]
  orderUrls: readonly string[]
  goods: readonly ShopGood[]
  n: number
  key: string
}

async function visit({ journal, orderUrls, goods, n, key }: Visit): Promise<void> {
  const customerId = randomUUIDv7()
  const token = await testTokens.customer(customerId)
  const habit = habits[n % habits.length]!
  const card = cards[n % cards.length]!
  const { lines, totalCents } = basket(goods, n)
  const note = (line: JournalLine) => void journal.push(line)

  async function call(method: string, path: string, pod: number, body?: object): Promise<Heard> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key }
    const url = `${orderUrls[pod % orderUrls.length]}${path}`
    try {
      const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })
      return { status: answer.status, body: (await answer.json()) as Body }
    } catch {
      return { status: 0, body: undefined }
    }
  }
  async function read(orderId: string, pod: number): Promise<Heard> {
    const heard = await call('GET', `/api/orders/${orderId}`, pod)
    const { status, body } = heard
    note({ j: 'read', at: Date.now(), key, orderId, status, state: String(body?.state ?? ''), ...contentOf(body) })
    return heard
  }
  /** Sends the checkout until it is answered definitely. */
  async function checkout(pod: number): Promise<void> {
    const body = { lines, expectedTotalCents: totalCents, cardToken: `tok_test_${card}_crowd` }
    for (let attempt = 1; attempt <= 6; attempt++) {
      const at = Date.now()
      const heard = await call('POST', '/api/orders', pod + attempt, body)
      const { status } = heard
      const code = String(heard.body?.code ?? '')
      const orderId = String((status < 300 ? heard.body?.id : heard.body?.orderId) ?? '')
      const now = Date.now()
      note({ j: 'answer', at: now, key, attempt, status, code, orderId, ms: now - at, ...contentOf(heard.body) })
      if (status === 202) return watch(orderId)
      if (status === 201) {
        await read(orderId, pod)
        if (habit === 'cancels') await cancel(orderId)
        return
      }
      if (status >= 400 && status < 500 && status !== 429) return
      await sleep(50)
    }
  }
  async function watch(orderId: string): Promise<void> {
    for (let looks = 0; looks < 60; looks++) {
      await sleep(100)
      const { status, body } = await read(orderId, looks)
      if (status === 200 && body?.state !== 'placed') return
    }
  }
  async function cancel(orderId: string): Promise<void> {
    // Half of them when stock and money have moved already.
    if (n % 8 >= 4) await sleep(400)
    await call('POST', `/api/orders/${orderId}/cancel`, n)
  }

  note({ j: 'intent', at: Date.now(), key, customerId, lines, totalCents, card: card === '9995' ? 'declined' : 'good' })
  await Promise.all([checkout(n), ...(habit === 'twice at once' ? [checkout(n + 1)] : [])])
  if (habit === 'again later') await checkout(n + 1)
}

function basket(goods: readonly ShopGood[], n: number) {
  const chosen = n % 3 === 0 ? [goods[0]!] : goods.slice(1)
  const lines = chosen.map(({ id }) => ({ productId: id, quantity: 1 + (n % 2) }))
  return { lines, totalCents: chosen.reduce((sum, { priceCents }, at) => sum + priceCents * lines[at]!.quantity, 0) }
}

/** What an answer says of the order in it. */
function contentOf(body: Body): { totalCents: number | null; lines: { productId: string; quantity: number }[] | null } {
  const lines = body?.lines as { productId: string; quantity: number }[] | undefined
  if (lines === undefined) return { totalCents: null, lines: null }
  return {
    totalCents: Number(body?.totalCents),
    lines: lines.map(({ productId, quantity }) => ({ productId, quantity })),
  }
}
