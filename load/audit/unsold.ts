import type { Book } from './book.ts'
import type { Snapshots } from './snapshot.ts'

type Stock = { product_id: string; on_hand: number }
type Refusal = { order_id: string | null; key: string | null; product_id: string; requested: number; at: Date }

/**
 * Nobody is refused while there is enough. Units come back to a shelf by a release only, so whoever was refused must
 * have found fewer than are there now less what was released since.
 * @param sinceMs looks at refusals from then on: restocking leaves no trace, so that it must come before
 */
export async function checkUnsold(book: Book, { order, product }: Snapshots, sinceMs = 0): Promise<void> {
  const left = await product.rows<Stock>('SELECT product_id::text, on_hand FROM stock WHERE on_hand > 0')
  const refusals = await order.rows<Refusal>(refusalSql, [
    left.map(({ product_id }) => product_id),
    left.map(({ on_hand }) => on_hand),
    new Date(sinceMs),
  ])
  const onHand = new Map(left.map(({ product_id, on_hand }) => [product_id, on_hand]))
  for (const refusal of refusals) {
    const { product_id: productId, order_id: orderId, key, requested } = refusal
    const [row] = await product.rows<{ units: number }>(releasedSql, [productId, refusal.at])
    const least = (onHand.get(productId) ?? 0) - (row?.units ?? 0)
    if (least < requested) continue
    book.violation(
      'unsold though refused',
      { productId, ...(orderId && { orderId }), ...(key && { key }) },
      `an order was refused ${requested} at ${refusal.at.toISOString()}, and at least ${least} were there`,
    )
  }
}

// Of all who were refused as many of a product only the last one counts: later, fewer releases can explain what is there.
// Asked was product between the placing of the order and its refusal, or in the seconds before a refusal that made no order
// was stored: the earliest moment accuses nobody wrongly.
const refusalSql = `
  SELECT DISTINCT ON (told."productId", told.requested)
    refused.order_id::text, refused.key, told."productId"::text AS product_id, told.requested, refused.at
  FROM (
    SELECT id AS order_id, NULL AS key, placed_at AS at, reason_detail AS detail
    FROM customer_order WHERE reason = 'out_of_stock'
    UNION ALL
    SELECT NULL, key, created_at - interval '10 s', refusal -> 'extra'
    FROM idempotency_key WHERE refusal ->> 'code' = 'out_of_stock'
  ) AS refused
  CROSS JOIN LATERAL jsonb_to_recordset(refused.detail -> 'products') AS told ("productId" uuid, requested integer)
  JOIN unnest($1::uuid[], $2::integer[]) AS shelf (product_id, on_hand)
    ON shelf.product_id = told."productId" AND shelf.on_hand >= told.requested
  WHERE refused.at >= $3
  ORDER BY told."productId", told.requested, refused.at DESC`

const releasedSql = `
  SELECT coalesce(sum(l.quantity), 0) AS units
  FROM reservation_line l JOIN reservation r USING (order_id)
  WHERE l.product_id = $1 AND r.state = 'released' AND r.changed_at >= $2`
