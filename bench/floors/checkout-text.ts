/**
 * The rows that a checkout of Saleday leaves in the databases of product, order and payment when all of its work is done,
 * in one statement on one database that has the same tables, in a schema for each service.
 * $1 order, $2 customer, $3 products, $4 quantities, $5 idempotency key, $6 hash of the request, $7 card token
 */
export const checkoutText = `
WITH wanted AS MATERIALIZED (
  SELECT line.position, line.product_id, line.quantity, product.name, product.price_cents
  FROM unnest($3::uuid[], $4::integer[]) WITH ORDINALITY AS line (product_id, quantity, position)
  JOIN product.product ON product.id = line.product_id
), total AS MATERIALIZED (
  SELECT sum(price_cents * quantity)::integer AS cents FROM wanted
), locked AS MATERIALIZED (
  SELECT product_id FROM product.stock WHERE product_id = ANY($3::uuid[]) ORDER BY product_id FOR UPDATE
), sold AS (
  UPDATE product.stock SET on_hand = stock.on_hand - wanted.quantity, sold = stock.sold + wanted.quantity
  FROM locked JOIN wanted ON wanted.product_id = locked.product_id WHERE stock.product_id = locked.product_id
), reservation AS (
  INSERT INTO product.reservation (order_id, state) VALUES ($1::uuid, 'committed')
), reservation_line AS (
  INSERT INTO product.reservation_line (order_id, product_id, quantity) SELECT $1::uuid, product_id, quantity FROM wanted
), placed AS (
  INSERT INTO orders.customer_order (id, customer_id, state, total_cents, currency, card_token, version)
  SELECT $1::uuid, $2::uuid, 'confirmed', cents, 'EUR', $7::text, 2 FROM total
), order_line AS (
  INSERT INTO orders.order_line (order_id, position, product_id, name, quantity, unit_price_cents)
  SELECT $1::uuid, position, product_id, name, quantity, price_cents FROM wanted
), order_event AS (
  INSERT INTO orders.order_event (order_id, seq, state) VALUES ($1::uuid, 1, 'placed'), ($1::uuid, 2, 'confirmed')
), idempotency_key AS (
  INSERT INTO orders.idempotency_key (customer_id, key, request_hash, order_id) VALUES ($2::uuid, $5::text, $6::bytea, $1::uuid)
), outbox AS (
  INSERT INTO orders.outbox (order_id, kind, done_at)
  SELECT $1::uuid, kind, now() FROM unnest('{commit,capture,take_out}'::text[]) AS kind
), payment AS (
  INSERT INTO payment.payment (order_id, state, amount_cents, captured_cents, currency, card_token, authorisation_id)
  SELECT $1::uuid, 'captured', cents, cents, 'EUR', $7::text, uuidv7() FROM total
), payment_event AS (
  INSERT INTO payment.payment_event (order_id, state, undo)
  SELECT $1::uuid, state, false FROM unnest('{authorising,authorised,capturing,captured}'::text[]) AS state
), ledger_entry AS (
  INSERT INTO payment.ledger_entry (transfer_id, order_id, kind, account, amount_cents)
  SELECT $1::uuid, $1::uuid, kind, account, sign * cents
  FROM total CROSS JOIN (VALUES ('authorised', 'card_holds', 1), ('authorised', 'holds_owed', -1), ('captured', 'holds_owed', 1),
    ('captured', 'card_holds', -1), ('captured', 'bank', 1), ('captured', 'sales', -1)) AS entry (kind, account, sign)
), webhook_seen AS (
  INSERT INTO payment.webhook_seen (webhook_id) VALUES (uuidv7()), (uuidv7())
)
SELECT cents AS "totalCents" FROM total`
