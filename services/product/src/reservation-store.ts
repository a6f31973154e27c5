import type { Reservation, ShortProduct } from '@saleday/contracts/product'
import type { Line } from '@saleday/contracts/values'
import type { Db } from '@saleday/postgres/pool'

export type ReservationStore = ReturnType<typeof reservationStore>

/** `raced`: another statement about the same order won while this one waited; what it did is seen by asking again. */
export type Raced = 'raced'
export type Reserved = { outcome: Reservation['state'] | 'short' | Raced; short: ShortProduct[] }

/*
 * Each of these is one statement, so one round trip and one transaction. What makes them right at READ COMMITTED:
 *
 * - A statement sees the rows that were committed when it began. A row that it locks or updates is the exception: having
 *   waited for whoever changed it, it goes on with the newest version. So `locked` has the true figures, however many
 *   orders queue at a row, and the UPDATEs that follow change what they have locked.
 * - All lock in the same order: the stock rows by product, then the order's reservation. No two wait for each other.
 * - The reservation decides. Its primary key lets one of several first statements about an order through; `WHERE state`,
 *   checked against the newest version, lets one transition through, and only from the state that the snapshot shows.
 *   Stock moves only for the one that got through.
 * - Why only from that state: PostgreSQL tries an UPDATE with the snapshot's figures first, CHECK constraints included,
 *   and only then finds that there is a newer row. Figures and state of one snapshot belong together and pass; a newer
 *   state with older figures would be refused.
 * - `short` is said only of one moment, the snapshot, in which the order had no hold: without a lock, so the many who come
 *   after the last unit is gone do not queue. Whoever finds too few only after waiting may have been waiting for the same
 *   order's hold: that is `raced`.
 * - Lines are written together with their reservation and never changed, so an old snapshot of them is good, or empty;
 *   then the reservation is not seen either, its insertion conflicts, and the answer is `raced`.
 * - No UPDATE of a reservation says `state = 'held'`: PostgreSQL might then look it up among all holds, not by its key.
 * - A CTE that writes is only ever joined to, never asked in a subquery of another's condition: PostgreSQL would have to
 *   run it again to check a row's newest version, and refuses.
 */

const reserveText = `
WITH known AS MATERIALIZED (
  SELECT state FROM reservation WHERE order_id = $1
), wanted AS MATERIALIZED (
  SELECT product_id, quantity FROM unnest($2::uuid[], $3::integer[]) AS line (product_id, quantity)
  WHERE NOT EXISTS (SELECT FROM known)
), short AS MATERIALIZED (
  SELECT wanted.product_id, wanted.quantity, coalesce(stock.on_hand, 0) AS available
  FROM wanted LEFT JOIN stock ON stock.product_id = wanted.product_id
  WHERE coalesce(stock.on_hand, 0) < wanted.quantity
), locked AS MATERIALIZED (
  SELECT stock.product_id, stock.on_hand, wanted.quantity
  FROM wanted JOIN stock ON stock.product_id = wanted.product_id
  WHERE NOT EXISTS (SELECT FROM short)
  ORDER BY stock.product_id
  FOR UPDATE OF stock
), hold AS (
  INSERT INTO reservation (order_id, state)
  SELECT $1, 'held' FROM (SELECT bool_and(on_hand >= quantity) AS enough FROM locked) AS locks WHERE locks.enough
  ON CONFLICT (order_id) DO NOTHING
  RETURNING order_id
), lines AS (
  INSERT INTO reservation_line (order_id, product_id, quantity)
  SELECT hold.order_id, locked.product_id, locked.quantity FROM hold CROSS JOIN locked
), taken AS (
  UPDATE stock SET on_hand = stock.on_hand - locked.quantity, reserved = stock.reserved + locked.quantity
  FROM hold CROSS JOIN locked
  WHERE stock.product_id = locked.product_id
)
SELECT
  coalesce(
    (SELECT state FROM known),
    (SELECT 'held' FROM hold),
    (SELECT 'short' FROM short LIMIT 1),
    'raced'
  ) AS outcome,
  (SELECT json_agg(json_build_object('productId', product_id, 'requested', quantity, 'available', available)
    ORDER BY product_id) FROM short) AS short`

const commitText = `
WITH known AS MATERIALIZED (
  SELECT state FROM reservation WHERE order_id = $1
), locked AS MATERIALIZED (
  SELECT stock.product_id, line.quantity
  FROM reservation_line AS line JOIN stock ON stock.product_id = line.product_id
  WHERE line.order_id = $1 AND EXISTS (SELECT FROM known WHERE state = 'held')
  ORDER BY stock.product_id
  FOR UPDATE OF stock
), sold AS (
  UPDATE reservation SET state = 'committed', changed_at = now()
  FROM known CROSS JOIN (SELECT count(*) AS rows FROM locked) AS locks -- the locks come first; none but for a hold
  WHERE reservation.order_id = $1 AND reservation.state = known.state AND locks.rows > 0
  RETURNING reservation.order_id
), moved AS (
  UPDATE stock SET reserved = stock.reserved - locked.quantity, sold = stock.sold + locked.quantity
  FROM sold CROSS JOIN locked
  WHERE stock.product_id = locked.product_id
)
SELECT coalesce(
  (SELECT 'committed' FROM sold),
  (SELECT CASE state WHEN 'held' THEN 'raced' ELSE state END FROM known),
  'unknown'
) AS outcome`

const releaseText = `
WITH known AS MATERIALIZED (
  SELECT state FROM reservation WHERE order_id = $1
), locked AS MATERIALIZED (
  SELECT stock.product_id, line.quantity
  FROM reservation_line AS line JOIN stock ON stock.product_id = line.product_id
  WHERE line.order_id = $1 AND EXISTS (SELECT FROM known WHERE state <> 'released')
  ORDER BY stock.product_id
  FOR UPDATE OF stock
), tombstone AS (
  INSERT INTO reservation (order_id, state) SELECT $1, 'released' WHERE NOT EXISTS (SELECT FROM known)
  ON CONFLICT (order_id) DO NOTHING
  RETURNING order_id
), ended AS (
  UPDATE reservation SET state = 'released', changed_at = now()
  FROM known CROSS JOIN (SELECT count(*) AS rows FROM locked) AS locks -- the locks come first
  WHERE reservation.order_id = $1 AND reservation.state = known.state AND known.state <> 'released' AND locks.rows > 0
  RETURNING known.state AS was
), moved AS (
  UPDATE stock SET
    on_hand = stock.on_hand + locked.quantity,
    reserved = stock.reserved - CASE ended.was WHEN 'held' THEN locked.quantity ELSE 0 END,
    sold = stock.sold - CASE ended.was WHEN 'committed' THEN locked.quantity ELSE 0 END
  FROM ended CROSS JOIN locked
  WHERE stock.product_id = locked.product_id
)
SELECT coalesce(
  (SELECT 'none' FROM tombstone),
  (SELECT was FROM ended),
  (SELECT CASE state WHEN 'released' THEN 'released' ELSE 'raced' END FROM known),
  'raced'
) AS was`

/** Reservations of stock, each change of them one statement. */
export const reservationStore = (db: Db) => ({
  /** All lines or none. A product that there is not has none left. Lines of an order that is known are not looked at. */
  async reserve(orderId: string, lines: readonly Line[]): Promise<Reserved> {
    const values = [orderId, lines.map((line) => line.productId), lines.map((line) => line.quantity)]
    const { rows } = await db.query({ name: 'reserve', text: reserveText, values })
    return { outcome: rows[0].outcome, short: rows[0].short ?? [] }
  },

  async commit(orderId: string): Promise<Reservation['state'] | 'unknown' | Raced> {
    const { rows } = await db.query({ name: 'commit', text: commitText, values: [orderId] })
    return rows[0].outcome
  },

  /** Gives the state that was ended, `none` where a tombstone had to be put. */
  async release(orderId: string): Promise<Reservation['state'] | 'none' | Raced> {
    const { rows } = await db.query({ name: 'release', text: releaseText, values: [orderId] })
    return rows[0].was
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
