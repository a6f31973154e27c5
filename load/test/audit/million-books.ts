import pg from 'pg'
import type { Audited } from '../../audit/snapshot.ts'

/** What an order became of, by its number: one in twenty each, the others are sold. */
export const endSql = `CASE n % 20 WHEN 0 THEN 'out_of_stock' WHEN 1 THEN 'declined' WHEN 2 THEN 'cancelled' ELSE 'sold' END`
export const endOf = (n: number): string => ['out_of_stock', 'declined', 'cancelled'][n % 20] ?? 'sold'

/** Ids that JavaScript makes just so, too; they sort as their orders were placed. */
export const millionId = (kind: number, n: number): string =>
  `0198${kind}000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const idFunction = `CREATE FUNCTION id(kind integer, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN
  ('0198' || kind || '000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`

const linesSql = `
  (SELECT n, 1 AS position, CASE WHEN n % 20 = 0 THEN 0 ELSE 1 + n % 400 END AS product FROM numbers
   UNION ALL SELECT n, 2, 401 + n % 99 FROM numbers WHERE n % 20 <> 0) AS line`

const statements: Readonly<Record<Audited, readonly string[]>> = {
  order: [
    `INSERT INTO customer_order (id, customer_id, state, reason, reason_detail, total_cents, currency, card_token, version, placed_at)
     SELECT id(1, n), id(2, n),
       CASE ${endSql} WHEN 'sold' THEN CASE WHEN n % 2 = 0 THEN 'shipped' ELSE 'confirmed' END WHEN 'cancelled' THEN 'cancelled' ELSE 'rejected' END,
       CASE ${endSql} WHEN 'out_of_stock' THEN 'out_of_stock' WHEN 'declined' THEN 'payment_declined' WHEN 'cancelled' THEN 'customer_cancelled' END,
       CASE WHEN n % 20 = 0 THEN jsonb_build_object('products', jsonb_build_array(jsonb_build_object('productId', id(3, 0), 'requested', 1, 'available', 0))) END,
       CASE WHEN n % 20 = 0 THEN 1000 ELSE 2000 END, 'EUR', 'tok_test_4242',
       CASE WHEN ${endSql} = 'sold' AND n % 2 = 1 THEN 2 ELSE 3 END, now() - interval '10 minutes'
     FROM numbers`,
    `INSERT INTO order_line (order_id, position, product_id, name, quantity, unit_price_cents)
     SELECT id(1, n), position, id(3, product), 'A product', 1, 1000 FROM ${linesSql}`,
    `INSERT INTO order_event (order_id, seq, state, reason)
     SELECT o.id, step.seq, step.state, CASE WHEN step.state IN ('cancelling', 'rejected', 'cancelled') THEN o.reason END
     FROM customer_order o CROSS JOIN LATERAL (VALUES
       (1, 'placed'), (2, CASE WHEN o.state = 'rejected' THEN 'cancelling' ELSE 'confirmed' END), (3, o.state)) AS step (seq, state)
     WHERE step.seq <= o.version`,
    `INSERT INTO idempotency_key (customer_id, key, request_hash, order_id)
     SELECT id(2, n), 'million-' || n, '\\x00', id(1, n) FROM numbers`,
    `INSERT INTO outbox (order_id, kind, done_at)
     SELECT o.id, kind, now() - interval '1 hour' FROM customer_order o CROSS JOIN LATERAL unnest(CASE o.state
       WHEN 'rejected' THEN ARRAY['release', 'void']
       WHEN 'cancelled' THEN ARRAY['commit', 'capture', 'take_out', 'release', 'void', 'tell']
       ELSE ARRAY['commit', 'capture', 'take_out'] END) AS kind`,
    `INSERT INTO notice (order_id, text) SELECT id, 'We are sorry.' FROM customer_order WHERE state = 'cancelled'`,
  ],
  product: [
    `INSERT INTO reservation (order_id, state)
     SELECT id(1, n), CASE WHEN ${endSql} = 'sold' THEN 'committed' ELSE 'released' END FROM numbers`,
    `INSERT INTO reservation_line (order_id, product_id, quantity)
     SELECT id(1, n), id(3, product), 1 FROM ${linesSql} WHERE n % 20 <> 0`,
    `INSERT INTO stock (product_id, on_hand, sold, initial)
     SELECT id(3, product), CASE product WHEN 0 THEN 0 ELSE 1000000 - units END, units, CASE product WHEN 0 THEN 0 ELSE 1000000 END
     FROM (SELECT product, count(*) FILTER (WHERE ${endSql} = 'sold') AS units FROM ${linesSql} GROUP BY product) AS shelf`,
  ],
  payment: [
    `INSERT INTO payment (order_id, state, undo, amount_cents, captured_cents, refunded_cents, currency, card_token, authorisation_id)
     SELECT id(1, n), CASE ${endSql} WHEN 'out_of_stock' THEN 'voided' WHEN 'declined' THEN 'declined' WHEN 'cancelled' THEN 'refunded' ELSE 'captured' END,
       ${endSql} <> 'sold', CASE WHEN n % 20 = 0 THEN 0 ELSE 2000 END,
       CASE WHEN ${endSql} IN ('sold', 'cancelled') THEN 2000 ELSE 0 END, CASE WHEN ${endSql} = 'cancelled' THEN 2000 ELSE 0 END,
       'EUR', CASE WHEN n % 20 <> 0 THEN 'tok_test_4242' END, CASE WHEN n % 20 <> 0 THEN id(4, n) END
     FROM numbers`,
    `INSERT INTO ledger_entry (transfer_id, order_id, kind, account, amount_cents)
     SELECT id(5 + movement, n), id(1, n), kind, account, amount
     FROM numbers CROSS JOIN (VALUES
       (0, 'authorised', 'card_holds', 2000), (0, 'authorised', 'holds_owed', -2000),
       (1, 'captured', 'holds_owed', 2000), (1, 'captured', 'card_holds', -2000),
       (1, 'captured', 'bank', 2000), (1, 'captured', 'sales', -2000),
       (2, 'refunded', 'sales', 2000), (2, 'refunded', 'bank', -2000)) AS entry (movement, kind, account, amount)
     WHERE n % 20 >= 2 AND (kind <> 'refunded' OR n % 20 = 2)`,
  ],
  bank: [
    `INSERT INTO authorisation (id, reference, state, last4, behaviour, amount_cents, refunded_cents, currency, created_at, expires_at)
     SELECT id(4, n), id(1, n), CASE WHEN ${endSql} = 'declined' THEN 'declined' ELSE 'captured' END, '4242', 'good', 2000,
       CASE WHEN ${endSql} = 'cancelled' THEN 2000 ELSE 0 END, 'EUR', now(), now() + interval '1 day'
     FROM numbers WHERE n % 20 <> 0`,
    `INSERT INTO ledger_row (authorisation_id, reference, kind, amount_cents)
     SELECT id(4, n), id(1, n), kind, 2000
     FROM numbers CROSS JOIN (VALUES ('authorised'), ('captured'), ('refunded'), ('declined')) AS row (kind)
     WHERE n % 20 <> 0 AND CASE ${endSql} WHEN 'declined' THEN kind = 'declined'
       WHEN 'cancelled' THEN kind <> 'declined' ELSE kind IN ('authorised', 'captured') END`,
  ],
}

/** Fills one database with its part of so many orders. @param url of a superuser: triggers and foreign keys would take most of the time */
export async function fillMillion(name: Audited, url: string, orders: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('SET session_replication_role = replica')
    await client.query(idFunction)
    await client.query(`CREATE VIEW numbers AS SELECT n FROM generate_series(0, ${orders - 1}::bigint) AS n`)
    for (const statement of statements[name]) await client.query(statement)
    await client.query('DROP VIEW numbers')
    await client.query('VACUUM ANALYZE')
  } finally {
    await client.end()
  }
}
