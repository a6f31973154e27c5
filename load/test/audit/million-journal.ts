import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { JournalLine } from '../../src/journal.ts'
import { endOf, millionId } from './million-books.ts'

/** The journal of as many intents. */
export async function writeMillionJournal(file: string, orders: number): Promise<void> {
  const stream = createWriteStream(file, { highWaterMark: 4 * 1_048_576 })
  const startMs = Date.now() - 20 * 60_000
  const write = (...lines: JournalLine[]): boolean =>
    stream.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  write({ j: 'start', at: startMs, runId: 'million' })
  for (let n = 0; n < orders; n++) if (!write(...linesOf(n, startMs))) await once(stream, 'drain')
  write({ j: 'end', at: Date.now() })
  stream.end()
  await once(stream, 'close')
}

function linesOf(n: number, at: number): JournalLine[] {
  const end = endOf(n)
  const key = `million-${n}`
  const orderId = millionId(1, n)
  const products = end === 'out_of_stock' ? [0] : [1 + (n % 400), 401 + (n % 99)]
  const lines = products.map((product) => ({ productId: millionId(3, product), quantity: 1 }))
  const totalCents = 1_000 * lines.length
  const intent = { j: 'intent', at, key, customerId: millionId(2, n), lines, totalCents, card: 'good' } as const
  const answer = { j: 'answer', at, key, attempt: 1, orderId, ms: 40 } as const
  const outcome = { j: 'outcome', at, key, orderId, attempts: 1, ms: 40 } as const
  if (end === 'out_of_stock' || end === 'declined') {
    const [status, code] = end === 'declined' ? [402, 'payment_declined'] : [409, 'out_of_stock']
    return [
      intent,
      { ...answer, status, code, totalCents: null, lines: null },
      { ...outcome, outcome: end === 'declined' ? 'declined' : 'sold_out' },
    ]
  }
  return [
    intent,
    { ...answer, status: 201, code: '', totalCents, lines },
    { j: 'read', at, key, orderId, status: 200, state: 'confirmed', totalCents, lines },
    { ...outcome, outcome: 'confirmed' },
  ]
}
