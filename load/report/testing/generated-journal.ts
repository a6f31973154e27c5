import type { JournalLine } from '../../src/journal.ts'
import type { Outcome } from '../../src/measure-names.ts'
import { type Day, faultAt, lengthOf, shareAt, uuid } from './generated-day.ts'

/** What the crowd wrote. */
export function generatedJournal(day: Day): JournalLine[] {
  const { runId, ending, startAt, random } = day
  const lengthSeconds = lengthOf(day)
  const lines: JournalLine[] = [{ j: 'start', at: startAt, runId }]
  const rate = ending === 'invalid' ? 0.6 : 1
  let number = 0
  for (let second = 0; second < lengthSeconds; second++) {
    const due = shareAt(day, second) * day.checkoutsPerSecond * rate
    const arrivals = Math.floor(due + random())
    for (let one = 0; one < arrivals; one++)
      lines.push(...checkoutOf(day, `${runId}-${number++}-buy`, startAt + second * 1000 + random() * 1000))
  }
  lines.sort((a, b) => a.at - b.at)
  lines.push({ j: 'end', at: startAt + (lengthSeconds + 2) * 1000 })
  return lines
}

function checkoutOf(day: Day, key: string, exactAt: number): JournalLine[] {
  const { ending, events, random } = day
  const at = Math.round(exactAt)
  const basket = [{ productId: uuid(random), quantity: 1 + Math.floor(random() * 2) }]
  const totalCents = 1000 + Math.floor(random() * 9000)
  const fault = faultAt(events, at)
  const stumbles = fault !== undefined && fault.kind !== 'bank' && random() < 0.4
  const lost = ending === 'failed' && fault?.kind === 'kill' && fault.service === 'payment' && random() < 0.35
  let ms =
    25 +
    random() ** 6 * 260 +
    (fault?.kind === 'bank' ? 480 + random() * 200 : 0) +
    (stumbles ? 250 + random() * 1800 : 0)
  const outcome: Outcome = lost ? (random() < 0.3 ? 'failed' : 'unknown') : drawn(at - day.startAt, random())
  if (outcome === 'unknown') ms = 30_000
  const orderId = outcome === 'confirmed' || outcome === 'failed' ? uuid(random) : ''
  const end = at + Math.round(ms)
  const attempts = outcome === 'unknown' ? 11 : stumbles ? 2 : 1
  const status = {
    confirmed: 201,
    sold_out: 409,
    declined: 402,
    price_changed: 409,
    timed_out: 409,
    shed: 503,
    failed: 400,
    unknown: 0,
  }[outcome]
  return [
    {
      j: 'intent',
      at,
      key,
      customerId: uuid(random),
      lines: basket,
      totalCents,
      card: outcome === 'declined' ? 'declined' : 'good',
    },
    ...(stumbles || lost
      ? [{ j: 'first-error', at: at + 20, kind: 'checkout', status: random() < 0.5 ? 0 : 503 } as const]
      : []),
    ...(stumbles && random() < 0.7 ? [{ j: 'first-error', at: at + 40, kind: 'product', status: 502 } as const] : []),
    { j: 'answer', at: end, key, attempt: attempts, status, code: '', orderId, ms: 20, totalCents, lines: basket },
    { j: 'outcome', at: end, key, outcome, orderId, attempts, ms: Math.round(ms) },
    ...(outcome === 'failed'
      ? [
          {
            j: 'failure',
            at: end + 5,
            kind: 'order_read',
            status: 404,
            code: 'order_not_found',
            requestId: uuid(random),
            attempts: 1,
            says: `GET /api/orders/${orderId}: answered 404 order_not_found`,
          } as const,
        ]
      : []),
  ]
}

/** The doorbuster is gone after a while. */
function drawn(elapsedMs: number, chance: number): Outcome {
  const soldOut = elapsedMs > 55_000 ? 0.12 : 0
  if (chance < soldOut) return 'sold_out'
  if (chance > 0.95) return 'declined'
  return chance > 0.945 ? 'price_changed' : 'confirmed'
}
