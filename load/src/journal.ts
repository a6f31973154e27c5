import type { Kind, Outcome } from './measure-names.ts'

/** A line of an order: so many units of a product. */
export type JournalOrderLine = { productId: string; quantity: number }

/** What an answer says of the order in it; null where there is none in it. */
type Told = { totalCents: number | null; lines: JournalOrderLine[] | null }

/**
 * What happened to the crowd, in its own words: one line of JSON each in `journal.jsonl`, written by k6 as it happens.
 * `at` is in milliseconds since 1970. An intent without an outcome was cut off by the end of the run: it has led to one
 * order or to none. Keys begin with the id of the run.
 */
export type JournalLine =
  | { j: 'start'; at: number; runId: string }
  /** A buyer will send this order now. Written before the first attempt is sent. */
  | {
      j: 'intent'
      at: number
      key: string
      customerId: string
      lines: JournalOrderLine[]
      totalCents: number
      card: 'good' | 'declined'
    }
  /** How one attempt to send it ended. Status 0: without an answer. */
  | ({
      j: 'answer'
      at: number
      key: string
      attempt: number
      status: number
      code: string
      orderId: string
      ms: number
    } & Told)
  /** The order as its buyer read it: right after it was acknowledged, and while it was watched after 202. */
  | ({ j: 'read'; at: number; key: string; orderId: string; status: number; state: string } & Told)
  /** What the buyer was told in the end. */
  | { j: 'outcome'; at: number; key: string; outcome: Outcome; orderId: string; attempts: number; ms: number }
  /** The first attempt of any request, a checkout's too, that failed: the client sends it again. */
  | { j: 'first-error'; at: number; kind: Kind; status: number }
  /** Another request that failed for the customer. */
  | {
      j: 'failure'
      at: number
      kind: Kind
      status: number
      code: string
      requestId: string
      attempts: number
      says: string
    }
  | { j: 'end'; at: number }

/** How each line begins. */
const beginning = '{"j":"'

/** The line of a journal in words of the type above, or nothing where it is none, as the last one of a crowd that was killed may be. */
export function readJournalLine(text: string): JournalLine | undefined {
  if (!text.startsWith(beginning)) return undefined
  try {
    return JSON.parse(text) as JournalLine
  } catch {
    return undefined
  }
}
