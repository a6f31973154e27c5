import type { Visit } from './journal.ts'
import { bucketSql, type JournalBuckets } from './journal-buckets.ts'
import { lineText } from './line-text.ts'
import type { Cells, Snapshot } from './snapshot.ts'

/** What an Idempotency-Key holds in the database. */
export type KeptKey = {
  customerId: string
  orderId: string | null
  refusal: string | null
  order: KeptOrder | undefined
}
export type KeptOrder = {
  customerId: string
  state: string
  reason: string | null
  totalCents: number
  lines: string
  /** What its lines add up to. */
  sumCents: number
}

/** One key: what the buyer said and heard under it, and what the database holds. */
export type Key = { key: string; visit: Visit | undefined; kept: readonly KeptKey[] }

type KeyRow = KeptKey & { bucket: number; key: string }

const keySql = `
  SELECT ${bucketSql('k.key', '$2::integer')} AS bucket, k.key, k.customer_id, k.order_id, k.refusal ->> 'code',
    o.customer_id, o.state, o.reason, o.total_cents, coalesce(l.lines, ''), coalesce(l.cents, 0)
  FROM idempotency_key k
  LEFT JOIN customer_order o ON o.id = k.order_id
  LEFT JOIN (
    SELECT order_id, ${lineText('l')} AS lines, sum(l.quantity * l.unit_price_cents)::bigint AS cents
    FROM order_line l GROUP BY order_id
  ) l ON l.order_id = o.id
  WHERE starts_with(k.key, $1)
  ORDER BY bucket, k.key COLLATE "C", k.customer_id, k.order_id`

/** Hands over each key of the run once, joined with what the journal says of it; without a journal, each key that there is. */
export async function readKeys(
  order: Snapshot,
  journal: JournalBuckets | undefined,
  take: (key: Key) => void,
): Promise<void> {
  const buckets = journal?.buckets ?? 1
  const tape = await order.tape(keySql, [journal?.runId ?? '', buckets], toKeyRow)
  for (let bucket = 0; bucket < buckets; bucket++) {
    const visits = await journal?.visitsOf(bucket)
    while (tape.row?.bucket === bucket) {
      const { key, customerId } = tape.row
      const kept: KeptKey[] = []
      // Keys of a run are its own; without a journal two customers may have used the same one.
      while (tape.row?.key === key && (journal !== undefined || tape.row.customerId === customerId)) {
        kept.push(tape.row)
        const waiting = tape.next()
        if (waiting !== undefined) await waiting
      }
      take({ key, visit: visits?.get(key), kept })
      visits?.delete(key)
    }
    for (const [key, visit] of visits ?? []) take({ key, visit, kept: [] })
  }
}

const toKeyRow = (cells: Cells): KeyRow => ({
  bucket: cells[0],
  key: cells[1],
  customerId: cells[2],
  orderId: cells[3],
  refusal: cells[4],
  order:
    cells[5] === null
      ? undefined
      : {
          customerId: cells[5],
          state: cells[6],
          reason: cells[7],
          totalCents: cells[8],
          lines: cells[9],
          sumCents: cells[10],
        },
})
