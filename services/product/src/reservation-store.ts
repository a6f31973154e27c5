import type { Reservation, ShortProduct } from '@saleday/contracts/product'
import type { Line } from '@saleday/contracts/values'
import type { Db } from '@saleday/postgres/pool'

export type ReservationStore = ReturnType<typeof reservationStore>

/** `raced`: something else that was done at the same moment was in the way; asking again shows what it did. */
export type Raced = 'raced'
export type Wanted = { orderId: string; lines: readonly Line[] }
export type Reserved = { outcome: Reservation['state'] | 'short' | Raced; short: ShortProduct[] }
export type Committed = Reservation['state'] | 'unknown' | Raced
/** The state that was ended, `none` where a tombstone had to be put. */
export type Ended = Reservation['state'] | 'none' | Raced

/*
 * Each of these is one statement for any number of orders, so one round trip and one transaction. What makes them right
 * at READ COMMITTED:
 *
 * - A statement sees the rows that were committed when it began. A row that it locks or updates is the exception: having
 *   waited for whoever changed it, it goes on with the newest version. So `locked` has the true figures, however many
 *   statements queue at a row.
 * - All lock in the same order: the stock rows of all their orders by product, then reservations. Reservations are
 *   inserted in the order of their ids, and updated only by whoever has locked their stock. No two wait for each other.
 * - The reservation decides. Its primary key lets one of several first statements about an order through; `WHERE state`,
 *   checked against the newest version, lets one transition through, and only from the state that the snapshot shows.
 *   Stock moves only for the orders that got through.
 * - The UPDATEs of stock set all its figures, from what was locked. PostgreSQL tries an UPDATE with the snapshot's row
 *   first, CHECK constraints included, and only then finds that there is a newer one: some figures of the one with some
 *   of the other would be refused.
 * - First come, first served: an order is given its lines if each product, as locked, has enough for it and for all that
 *   come before it in the batch. Those before it may include one that gets nothing for want of another product, so too
 *   few is no answer yet. It is `raced`: the snapshot of the next statement shows what is left.
 * - `short` is said only of one moment, the snapshot, in which the order had no hold: without a lock, so the many who come
 *   after the last unit is gone do not queue. Such orders do not count among those that come before another.
 * - The first order that is not short is given its lines, unless a statement of another process was faster. So every
 *   statement decides at least one, and whoever asks again before the others is decided soon.
 * - Lines are written together with their reservation and never changed, so an old snapshot of them is good, or empty;
 *   then the reservation is not seen either, its insertion conflicts, and the answer is `raced`.
 * - No UPDATE of a reservation says `state = 'held'`, nor of what its state is compared with in the same breath: PostgreSQL
 *   might then look it up among all holds, not by its key. `held` is a step of its own therefore.
 * - A CTE that writes is only ever joined to, never asked in a subquery of another's condition: PostgreSQL would have to
 *   run it again to check a row's newest version, and refuses.
 */

const reserveText = `
WITH known AS MATERIALIZED (
  SELECT order_id, state FROM reservation WHERE order_id = ANY($1::uuid[])
), line AS (
  -- Not by unnest, of which PostgreSQL expects ten rows: it would go through each batch once for each of its orders.
  SELECT place, ($2::uuid[])[place] AS order_id, ($3::uuid[])[place] AS product_id, ($4::integer[])[place] AS quantity
  FROM generate_series(1, cardinality($2::uuid[])) AS place
), wanted AS MATERIALIZED (
  SELECT line.place, line.order_id, line.product_id, line.quantity, coalesce(stock.on_hand, 0) AS available
  FROM line LEFT JOIN stock ON stock.product_id = line.product_id
  WHERE line.order_id NOT IN (SELECT order_id FROM known)
), short AS MATERIALIZED (
  SELECT order_id, json_agg(json_build_object('productId', product_id, 'requested', quantity, 'available', available)
    ORDER BY product_id) AS products
  FROM wanted WHERE available < quantity
  GROUP BY order_id
), open AS MATERIALIZED (
  SELECT place, order_id, product_id, quantity FROM wanted WHERE order_id NOT IN (SELECT order_id FROM short)
), locked AS MATERIALIZED (
  SELECT stock.product_id, stock.on_hand, stock.reserved, stock.sold, stock.initial
  FROM (SELECT DISTINCT product_id FROM open) AS product JOIN stock ON stock.product_id = product.product_id
  ORDER BY stock.product_id
  FOR UPDATE OF stock
), counted AS (
  SELECT open.order_id, locked.on_hand,
    sum(open.quantity) OVER (PARTITION BY open.product_id ORDER BY open.place) AS up_to_here
  FROM open JOIN locked ON locked.product_id = open.product_id
), hold AS (
  INSERT INTO reservation (order_id, state)
  SELECT order_id, 'held' FROM counted GROUP BY order_id HAVING bool_and(up_to_here <= on_hand) ORDER BY order_id
  ON CONFLICT (order_id) DO NOTHING
  RETURNING order_id
), lines AS (
  INSERT INTO reservation_line (order_id, product_id, quantity)
  SELECT open.order_id, open.product_id, open.quantity FROM hold JOIN open ON open.order_id = hold.order_id
), taken AS (
  UPDATE stock SET
    on_hand = locked.on_hand - total.quantity,
    reserved = locked.reserved + total.quantity,
    sold = locked.sold,
    initial = locked.initial
  FROM locked JOIN (
    SELECT open.product_id, sum(open.quantity) AS quantity FROM hold JOIN open ON open.order_id = hold.order_id
    GROUP BY open.product_id
  ) AS total ON total.product_id = locked.product_id
  WHERE stock.product_id = locked.product_id
)
SELECT
  CASE
    WHEN known.order_id IS NOT NULL THEN known.state
    WHEN hold.order_id IS NOT NULL THEN 'held'
    WHEN short.order_id IS NOT NULL THEN 'short'
    ELSE 'raced'
  END AS outcome,
  short.products AS short
FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (order_id, place)
LEFT JOIN known ON known.order_id = asked.order_id
LEFT JOIN hold ON hold.order_id = asked.order_id
LEFT JOIN short ON short.order_id = asked.order_id
ORDER BY asked.place`

const commitText = `
WITH known AS MATERIALIZED (
  SELECT order_id, state FROM reservation WHERE order_id = ANY($1::uuid[])
), held AS MATERIALIZED (
  SELECT order_id, state FROM known WHERE state = 'held'
), leaving AS MATERIALIZED (
  SELECT line.order_id, line.product_id, line.quantity
  FROM held JOIN reservation_line AS line ON line.order_id = held.order_id
), locked AS MATERIALIZED (
  SELECT stock.product_id, stock.on_hand, stock.reserved, stock.sold, stock.initial
  FROM (SELECT DISTINCT product_id FROM leaving) AS product JOIN stock ON stock.product_id = product.product_id
  ORDER BY stock.product_id
  FOR UPDATE OF stock
), sold AS (
  UPDATE reservation SET state = 'committed', changed_at = now()
  FROM held CROSS JOIN (SELECT count(*) AS rows FROM locked) AS locks -- the locks come first
  WHERE reservation.order_id = held.order_id AND reservation.state = held.state AND locks.rows > 0
  RETURNING reservation.order_id
), moved AS (
  UPDATE stock SET
    on_hand = locked.on_hand,
    reserved = locked.reserved - total.quantity,
    sold = locked.sold + total.quantity,
    initial = locked.initial
  FROM locked JOIN (
    SELECT leaving.product_id, sum(leaving.quantity) AS quantity
    FROM sold JOIN leaving ON leaving.order_id = sold.order_id
    GROUP BY leaving.product_id
  ) AS total ON total.product_id = locked.product_id
  WHERE stock.product_id = locked.product_id
)
SELECT CASE
  WHEN sold.order_id IS NOT NULL THEN 'committed'
  WHEN known.state = 'held' THEN 'raced'
  ELSE coalesce(known.state, 'unknown')
END AS outcome
FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (order_id, place)
LEFT JOIN known ON known.order_id = asked.order_id
LEFT JOIN sold ON sold.order_id = asked.order_id
ORDER BY asked.place`

const releaseText = `
WITH known AS MATERIALIZED (
  SELECT order_id, state FROM reservation WHERE order_id = ANY($1::uuid[])
), undone AS MATERIALIZED (
  SELECT line.order_id, line.product_id, line.quantity
  FROM known JOIN reservation_line AS line ON line.order_id = known.order_id
  WHERE known.state <> 'released'
), locked AS MATERIALIZED (
  SELECT stock.product_id, stock.on_hand, stock.reserved, stock.sold, stock.initial
  FROM (SELECT DISTINCT product_id FROM undone) AS product JOIN stock ON stock.product_id = product.product_id
  ORDER BY stock.product_id
  FOR UPDATE OF stock
), tombstone AS (
  INSERT INTO reservation (order_id, state)
  SELECT asked.order_id, 'released'
  FROM unnest($1::uuid[]) AS asked (order_id) CROSS JOIN (SELECT count(*) AS rows FROM locked) AS locks
  WHERE NOT EXISTS (SELECT FROM known WHERE known.order_id = asked.order_id) AND locks.rows >= 0 -- the locks come first
  ORDER BY asked.order_id
  ON CONFLICT (order_id) DO NOTHING
  RETURNING order_id
), ended AS (
  UPDATE reservation SET state = 'released', changed_at = now()
  FROM known CROSS JOIN (SELECT count(*) AS rows FROM locked) AS locks -- the locks come first
  WHERE reservation.order_id = known.order_id AND reservation.state = known.state
    AND known.state <> 'released' AND locks.rows > 0
  RETURNING reservation.order_id, known.state AS was
), moved AS (
  UPDATE stock SET
    on_hand = locked.on_hand + total.held + total.sold,
    reserved = locked.reserved - total.held,
    sold = locked.sold - total.sold,
    initial = locked.initial
  FROM locked JOIN (
    SELECT line.product_id,
      sum(CASE ended.was WHEN 'held' THEN line.quantity ELSE 0 END) AS held,
      sum(CASE ended.was WHEN 'committed' THEN line.quantity ELSE 0 END) AS sold
    FROM ended JOIN undone AS line ON line.order_id = ended.order_id
    GROUP BY line.product_id
  ) AS total ON total.product_id = locked.product_id
  WHERE stock.product_id = locked.product_id
)
SELECT CASE
  WHEN tombstone.order_id IS NOT NULL THEN 'none'
  WHEN ended.order_id IS NOT NULL THEN ended.was
  WHEN known.state = 'released' THEN 'released'
  ELSE 'raced'
END AS was
FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (order_id, place)
LEFT JOIN known ON known.order_id = asked.order_id
LEFT JOIN tombstone ON tombstone.order_id = asked.order_id
LEFT JOIN ended ON ended.order_id = asked.order_id
ORDER BY asked.place`

/**
 * Reservations of stock: each change takes any number of orders, each of them once, in one statement, and gives an answer
 * for each in their order.
 */
export const reservationStore = (db: Db) => ({
  /**
   * Each order gets all of its lines or none, and the first comes first. A product that there is not has none left. Lines
   * of an order that is known are not looked at.
   */
  async reserve(orders: readonly Wanted[]): Promise<Reserved[]> {
    const lines = orders.flatMap(({ orderId, lines }) => lines.map((line) => ({ orderId, ...line })))
    const values = [
      orders.map(({ orderId }) => orderId),
      lines.map(({ orderId }) => orderId),
      lines.map(({ productId }) => productId),
      lines.map(({ quantity }) => quantity),
    ]
    const { rows } = await db.query({ name: 'reserve', text: reserveText, values })
    return rows.map((row) => ({ outcome: row.outcome, short: row.short ?? [] }))
  },

  async commit(orderIds: readonly string[]): Promise<Committed[]> {
    const { rows } = await db.query({ name: 'commit', text: commitText, values: [orderIds] })
    return rows.map((row) => row.outcome)
  },

  async release(orderIds: readonly string[]): Promise<Ended[]> {
    const { rows } = await db.query({ name: 'release', text: releaseText, values: [orderIds] })
    return rows.map((row) => row.was)
  },

  /** Holds that should have been decided long ago. */
  async countOldHolds(olderThanMinutes: number): Promise<number> {
    const { rows } = await db.query({
      name: 'count-old-holds',
      text: `SELECT count(*) AS count FROM reservation
        WHERE state = 'held' AND created_at < now() - make_interval(mins => $1)`,
      values: [olderThanMinutes],
    })
    return rows[0].count
  },
})
