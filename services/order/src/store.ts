import type { OrderDetail, OrderReason, OrderRefund, OrderState } from '@saleday/contracts/order'
import type { Db } from '@saleday/postgres/pool'
import type { OutboxKind, PricedOrder, StoredOrder } from './order.ts'

/** What an Idempotency-Key holds. */
export type KeyHolds = { requestHash: Buffer; orderId: string | null; refusal: Refusal | null }
/** A refusal that made no order, stored as it was given. */
export type Refusal = {
  code: 'price_changed' | 'product_unknown' | 'out_of_stock'
  detail: string
  extra: Record<string, unknown>
}

export type OrderStore = ReturnType<typeof orderStore>

const orderColumns = `
  o.id, o.customer_id, o.state, o.reason, o.reason_detail, o.total_cents, o.currency, o.card_token, o.version, o.lease_epoch,
  o.placed_at, o.updated_at,
  (SELECT json_agg(json_build_object('productId', l.product_id, 'name', l.name, 'quantity', l.quantity,
     'unitPriceCents', l.unit_price_cents) ORDER BY l.position) FROM order_line l WHERE l.order_id = o.id) AS lines`

/**
 * All SQL on orders, their history and their keys. The outbox's is in outbox-store.ts.
 *
 * A statement about one order gets the state that it asks for as a parameter: with `state = 'placed'` in its text
 * PostgreSQL may look the order up in the index of all placed orders, which is short on a quiet day and long after a fault.
 */
export function orderStore(db: Db) {
  const query = <T>(name: string, text: string, values: unknown[]) =>
    db.query({ name, text, values }).then(({ rows }) => rows as T[])

  return {
    async findKey(customerId: string, key: string): Promise<KeyHolds | undefined> {
      const [row] = await query<{ request_hash: Buffer; order_id: string | null; refusal: Refusal | null }>(
        'find_key',
        'SELECT request_hash, order_id, refusal FROM idempotency_key WHERE customer_id = $1 AND key = $2',
        [customerId, key],
      )
      return row && { requestHash: row.request_hash, orderId: row.order_id, refusal: row.refusal }
    },

    /** Stores a refusal under its key; false where the key is taken. */
    async insertRefusal(customerId: string, key: string, requestHash: Buffer, refusal: Refusal): Promise<boolean> {
      const inserted = await query(
        'insert_refusal',
        'INSERT INTO idempotency_key (customer_id, key, request_hash, refusal) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING key',
        [customerId, key, requestHash, JSON.stringify(refusal)],
      )
      return inserted.length === 1
    },

    /**
     * Order, lines, key, lease and first row of the history, in one statement; false where the key is taken. A second
     * insert of the key waits here until the first has committed.
     */
    async insertOrder(order: {
      id: string
      customerId: string
      key: string
      requestHash: Buffer
      cardToken: string
      currency: string
      priced: PricedOrder
      leaseMs: number
    }): Promise<boolean> {
      const { lines } = order.priced
      const rows = await query(
        'insert_order',
        `WITH taken AS (
           INSERT INTO idempotency_key (customer_id, key, request_hash, order_id) VALUES ($1, $2, $3, $4)
           ON CONFLICT DO NOTHING RETURNING order_id
         ), placed AS (
           INSERT INTO customer_order (id, customer_id, state, total_cents, currency, card_token, lease_until)
           SELECT order_id, $1, 'placed', $5, $6, $7, now() + $8 * interval '1 ms' FROM taken RETURNING id
         ), lines AS (
           INSERT INTO order_line (order_id, position, product_id, name, quantity, unit_price_cents)
           SELECT placed.id, line.position, line.product_id, line.name, line.quantity, line.unit_price_cents
           FROM placed, unnest($9::uuid[], $10::text[], $11::integer[], $12::bigint[]) WITH ORDINALITY
             AS line (product_id, name, quantity, unit_price_cents, position)
         ), history AS (
           INSERT INTO order_event (order_id, seq, state) SELECT id, 1, 'placed' FROM placed
         )
         SELECT id FROM placed`,
        [
          order.customerId,
          order.key,
          order.requestHash,
          order.id,
          order.priced.totalCents,
          order.currency,
          order.cardToken,
          order.leaseMs,
          lines.map((line) => line.productId),
          lines.map((line) => line.name),
          lines.map((line) => line.quantity),
          lines.map((line) => line.unitPriceCents),
        ],
      )
      return rows.length === 1
    },

    async find(orderId: string): Promise<StoredOrder | undefined> {
      const [row] = await query<OrderRow>(
        'find_order',
        `SELECT ${orderColumns} FROM customer_order o WHERE o.id = $1`,
        [orderId],
      )
      return row && toStored(row)
    },

    /** Locks an order's row until the transaction ends: whoever changes what must agree with it comes one after the other. */
    async lock(orderId: string): Promise<{ state: OrderState; totalCents: number } | undefined> {
      const [row] = await query<{ state: OrderState; totalCents: number }>(
        'lock_order',
        'SELECT state, total_cents AS "totalCents" FROM customer_order WHERE id = $1 FOR UPDATE',
        [orderId],
      )
      return row
    },

    /** With its history, notices and refunds, where it is this customer's. */
    async findDetail(
      orderId: string,
      customerId: string,
    ): Promise<(StoredOrder & Pick<OrderDetail, 'events' | 'notices' | 'refunds'>) | undefined> {
      const [row] = await query<
        OrderRow & { events: EventRow[]; notices: NoticeRow[] | null; refunds: OrderRefund[] | null }
      >(
        'find_order_detail',
        `SELECT ${orderColumns},
           (SELECT json_agg(json_build_object('state', e.state, 'reason', e.reason, 'at', e.at) ORDER BY e.seq)
            FROM order_event e WHERE e.order_id = o.id) AS events,
           (SELECT json_agg(json_build_object('text', n.text, 'at', n.at) ORDER BY n.at) FROM (
              SELECT text, at FROM notice WHERE order_id = o.id
              UNION ALL SELECT notice, ended_at FROM order_refund WHERE order_id = o.id AND notice IS NOT NULL) n) AS notices,
           (SELECT json_agg(json_build_object('refundId', r.refund_id, 'orderId', r.order_id, 'amountCents', r.amount_cents,
              'state', r.state, 'refusedFor', r.refused_for, 'askedAt', r.asked_at, 'endedAt', r.ended_at)
              ORDER BY r.asked_at, r.refund_id) FROM order_refund r WHERE r.order_id = o.id) AS refunds
         FROM customer_order o WHERE o.id = $1 AND o.customer_id = $2`,
        [orderId, customerId],
      )
      if (!row) return undefined
      const events = row.events.map((event) => ({ ...event, at: utc(event.at) }))
      const notices = (row.notices ?? []).map((notice) => ({ ...notice, at: utc(notice.at) }))
      const refunds = (row.refunds ?? []).map(({ askedAt, endedAt, ...refund }) => ({
        ...refund,
        askedAt: utc(askedAt),
        endedAt: endedAt && utc(endedAt),
      }))
      return { ...toStored(row), events, notices, refunds }
    },

    /** Newest first, from before the order `before`. */
    async list(customerId: string, limit: number, before: string | undefined): Promise<StoredOrder[]> {
      const rows = await query<OrderRow>(
        before ? 'list_orders_before' : 'list_orders',
        `SELECT ${orderColumns} FROM customer_order o
         WHERE o.customer_id = $1 ${before ? 'AND o.id < $3' : ''} ORDER BY o.id DESC LIMIT $2`,
        before ? [customerId, limit, before] : [customerId, limit],
      )
      return rows.map(toStored)
    },

    /**
     * Moves an order to another state, with the row of its history and the work that follows, in one statement.
     * False where no row was hit: the order is no longer in `from`, or its lease is another's. Then read it again.
     */
    async move(change: {
      orderId: string
      from: OrderState
      to: OrderState
      /** For decisions on a placed order: valid only while this epoch is the order's. */
      epoch?: number
      reason?: OrderReason
      reasonDetail?: Record<string, unknown> | undefined
      work?: readonly OutboxKind[]
    }): Promise<boolean> {
      const rows = await query(
        'move_order',
        `WITH moved AS (
           UPDATE customer_order
           SET state = $3, version = version + 1, updated_at = now(), lease_until = NULL,
               reason = coalesce($5, reason), reason_detail = coalesce($6, reason_detail)
           WHERE id = $1 AND state = $2 AND ($4::integer IS NULL OR lease_epoch = $4)
           RETURNING id, version, state, reason
         ), history AS (
           INSERT INTO order_event (order_id, seq, state, reason) SELECT id, version, state, reason FROM moved
         ), work AS (
           INSERT INTO outbox (order_id, kind) SELECT moved.id, kind FROM moved, unnest($7::text[]) AS kind ON CONFLICT DO NOTHING
         )
         SELECT id FROM moved`,
        [
          change.orderId,
          change.from,
          change.to,
          change.epoch ?? null,
          change.reason ?? null,
          change.reasonDetail ? JSON.stringify(change.reasonDetail) : null,
          change.work ?? [],
        ],
      )
      return rows.length === 1
    },

    /** Ships an order whose stock is committed and whose payment is captured; false where it cannot be shipped now. */
    async ship(orderId: string): Promise<boolean> {
      const rows = await query(
        'ship_order',
        `WITH moved AS (
           UPDATE customer_order o SET state = 'shipped', version = version + 1, updated_at = now()
           WHERE id = $1 AND state = $2
             AND 2 = (SELECT count(*) FROM outbox w
                      WHERE w.order_id = o.id AND w.kind IN ('commit', 'capture') AND w.done_at IS NOT NULL)
           RETURNING id, version
         ), history AS (
           INSERT INTO order_event (order_id, seq, state) SELECT id, version, 'shipped' FROM moved
         )
         SELECT id FROM moved`,
        [orderId, 'confirmed'],
      )
      return rows.length === 1
    },

    /**
     * A page of the orders that have been confirmed for so long, and whether all their work is done. Pages come one after the
     * other, by `at`: orders that cannot be shipped yet stay first, and may be very many after a fault.
     */
    async findShippable(
      confirmedForSeconds: number,
      after: string | undefined,
      limit: number,
    ): Promise<{ id: string; at: string; isReady: boolean }[]> {
      return query(
        'find_shippable',
        `SELECT o.id, o.updated_at::text AS at,
           NOT EXISTS (SELECT FROM outbox w WHERE w.order_id = o.id AND w.done_at IS NULL) AS "isReady"
         FROM (SELECT id, updated_at FROM customer_order
               WHERE state = 'confirmed' AND updated_at < now() - $1 * interval '1 s' AND updated_at > $2::timestamptz
               ORDER BY updated_at LIMIT $3) AS o
         ORDER BY o.updated_at`,
        [confirmedForSeconds, after ?? '-infinity', limit],
      )
    },

    /** The lease of one placed order if nobody has it: a new epoch, and the order's age on the database's clock. */
    async takeLease(orderId: string, leaseMs: number): Promise<Lease | undefined> {
      const [row] = await query<LeaseRow>(
        'take_lease',
        `UPDATE customer_order SET lease_epoch = lease_epoch + 1, lease_until = now() + $2 * interval '1 ms'
         WHERE id = $1 AND state = $3 AND lease_until <= now()
         RETURNING id, lease_epoch, extract(epoch FROM now() - placed_at) * 1000 AS age_ms`,
        [orderId, leaseMs, 'placed'],
      )
      return row && toLease(row)
    },

    /** Leases of orders whose worker has died, the longest waiting first. */
    async takeExpiredLeases(limit: number, leaseMs: number): Promise<Lease[]> {
      const rows = await query<LeaseRow>(
        'take_expired_leases',
        `UPDATE customer_order SET lease_epoch = lease_epoch + 1, lease_until = now() + $2 * interval '1 ms'
         WHERE id IN (SELECT id FROM customer_order WHERE state = 'placed' AND lease_until <= now()
                      ORDER BY lease_until LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id, lease_epoch, extract(epoch FROM now() - placed_at) * 1000 AS age_ms`,
        [limit, leaseMs],
      )
      return rows.map(toLease)
    },

    /** Gives a lease back, so that anybody may go on after a while. */
    async giveLeaseBack(lease: Pick<Lease, 'orderId' | 'epoch'>, afterMs: number): Promise<void> {
      await query(
        'give_lease_back',
        `UPDATE customer_order SET lease_until = now() + $3 * interval '1 ms'
         WHERE id = $1 AND lease_epoch = $2 AND state = $4`,
        [lease.orderId, lease.epoch, afterMs, 'placed'],
      )
    },

    /** The versions of orders that are being watched. */
    async versions(orderIds: readonly string[]): Promise<{ id: string; version: number }[]> {
      return query('order_versions', 'SELECT id, version FROM customer_order WHERE id = ANY($1::uuid[])', [orderIds])
    },

    /** Tells a customer something about an order, once. */
    async insertNotice(orderId: string, text: string): Promise<void> {
      await query('insert_notice', 'INSERT INTO notice (order_id, text) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        orderId,
        text,
      ])
    },

    /**
     * Deletes keys older than a day, a few at a time; tells how many. It reads the index of their ages from its beginning:
     * the state is asked for key by key, and the array keeps PostgreSQL from joining what it found with the whole table.
     */
    async pruneKeys(limit: number): Promise<number> {
      const rows = await query(
        'prune_keys',
        `DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
           SELECT k.ctid FROM idempotency_key k
           WHERE k.created_at < now() - interval '24 hours'
             AND (SELECT o.state FROM customer_order o WHERE o.id = k.order_id) IS DISTINCT FROM $2
           ORDER BY k.created_at LIMIT $1 FOR UPDATE OF k SKIP LOCKED))
         RETURNING 1`,
        [limit, 'placed'],
      )
      return rows.length
    },

    /** Orders that are not at rest, by state, and the age of the oldest; no more than so many of each are counted. */
    async countOpen(atMost: number): Promise<{ state: string; count: number; oldestSeconds: number }[]> {
      const oldest = (state: string) =>
        `(SELECT placed_at FROM customer_order WHERE state = '${state}' ORDER BY placed_at LIMIT $1::integer)`
      return query(
        'count_open',
        `SELECT state, count(*)::int AS count, coalesce(extract(epoch FROM now() - min(placed_at)), 0)::float8 AS "oldestSeconds"
         FROM (SELECT 'placed' AS state, placed_at FROM ${oldest('placed')} AS placed
               UNION ALL SELECT 'cancelling', placed_at FROM ${oldest('cancelling')} AS cancelling) AS open GROUP BY state`,
        [atMost],
      )
    },
  }
}

/** The right to decide an order, for a while. */
export type Lease = { orderId: string; epoch: number; ageMs: number }

type LeaseRow = { id: string; lease_epoch: number; age_ms: string }
const toLease = (row: LeaseRow): Lease => ({ orderId: row.id, epoch: row.lease_epoch, ageMs: Number(row.age_ms) })

type EventRow = OrderDetail['events'][number]
type NoticeRow = OrderDetail['notices'][number]
type OrderRow = {
  id: string
  customer_id: string
  state: OrderState
  reason: OrderReason | null
  reason_detail: Record<string, unknown> | null
  total_cents: number
  currency: 'EUR'
  card_token: string
  version: number
  lease_epoch: number
  placed_at: Date
  updated_at: Date
  lines: StoredOrder['lines']
}

const toStored = (row: OrderRow): StoredOrder => ({
  id: row.id,
  customerId: row.customer_id,
  state: row.state,
  reason: row.reason,
  reasonDetail: row.reason_detail,
  lines: row.lines,
  totalCents: row.total_cents,
  currency: row.currency,
  cardToken: row.card_token,
  version: row.version,
  leaseEpoch: row.lease_epoch,
  placedAt: row.placed_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

const utc = (at: string): string => new Date(at).toISOString()
