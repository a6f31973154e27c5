import type { Customer } from '@saleday/contracts/auth'
import { isConstraintViolation } from '@saleday/postgres/errors'
import type { Db } from '@saleday/postgres/pool'
import { problem } from './errors.ts'
import type { RefreshToken } from './refresh-token.ts'

export type AuthStore = ReturnType<typeof authStore>

/** What came of using a refresh token. */
export type Refreshed =
  | { outcome: 'refreshed'; token: RefreshToken; customer: Customer }
  | { outcome: 'reused'; customer: Customer }
  | { outcome: 'over' }

/** Customers and their sessions. Times are the database's. */
export function authStore(
  db: Db,
  { refreshTokenSeconds, refreshGraceSeconds }: { refreshTokenSeconds: number; refreshGraceSeconds: number },
) {
  return {
    /** Makes the customer and a first session. @throws ProblemError email_taken */
    async register(customer: Customer, passwordHash: string, sessionId: string): Promise<void> {
      try {
        await db.query({
          name: 'register',
          text: registerSql,
          values: [customer.id, customer.email, customer.name, passwordHash, sessionId, refreshTokenSeconds],
        })
      } catch (error) {
        if (!isConstraintViolation(error, 'customer_email_key')) throw error
        throw problem('email_taken', 'Log in, or register with another email.')
      }
    },

    async findByEmail(email: string): Promise<{ customer: Customer; passwordHash: string } | undefined> {
      const text = 'SELECT id, email, name, password_hash FROM customer WHERE email = $1'
      const { rows } = await db.query<CustomerRow>({ name: 'find-by-email', text, values: [email] })
      return rows[0] && { customer: toCustomer(rows[0]), passwordHash: rows[0].password_hash }
    },

    async find(customerId: string): Promise<Customer | undefined> {
      const text = 'SELECT id, email, name, password_hash FROM customer WHERE id = $1'
      const { rows } = await db.query<CustomerRow>({ name: 'find-customer', text, values: [customerId] })
      return rows[0] && toCustomer(rows[0])
    },

    /** Does nothing where the hash is another one by now. */
    async replacePasswordHash(customerId: string, from: string, to: string): Promise<void> {
      await db.query('UPDATE customer SET password_hash = $3 WHERE id = $1 AND password_hash = $2', [
        customerId,
        from,
        to,
      ])
    },

    async openSession(sessionId: string, customerId: string): Promise<void> {
      const text =
        'INSERT INTO session (id, customer_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3))'
      await db.query({ name: 'open-session', text, values: [sessionId, customerId, refreshTokenSeconds] })
    },

    /** Uses a refresh token: gives its successor, or ends the session where the token had been used before. */
    async refresh({ sessionId, number }: RefreshToken): Promise<Refreshed> {
      const { rows } = await db.query<CustomerRow & { token_number: number; reused: boolean }>({
        name: 'refresh',
        text: refreshSql,
        values: [sessionId, number, refreshGraceSeconds, refreshTokenSeconds],
      })
      const row = rows[0]
      if (!row) return { outcome: 'over' }
      if (row.reused) return { outcome: 'reused', customer: toCustomer(row) }
      return { outcome: 'refreshed', token: { sessionId, number: row.token_number }, customer: toCustomer(row) }
    },

    async closeSession(sessionId: string): Promise<void> {
      await db.query(
        "UPDATE session SET revoked_at = now(), revoked_because = 'logout' WHERE id = $1 AND revoked_at IS NULL",
        [sessionId],
      )
    },

    /** Deletes sessions that are over, at most `limit`. Gives how many it deleted. */
    async deleteOldSessions(limit: number): Promise<number> {
      const { rowCount } = await db.query(deleteOldSql, [limit])
      return rowCount ?? 0
    },
  }
}

type CustomerRow = { id: string; email: string; name: string; password_hash: string }

const toCustomer = ({ id, email, name }: CustomerRow): Customer => ({ id, email, name })

const registerSql = `
WITH customer AS (
  INSERT INTO customer (id, email, name, password_hash) VALUES ($1, $2, $3, $4) RETURNING id
)
INSERT INTO session (id, customer_id, expires_at) SELECT $5, id, now() + make_interval(secs => $6) FROM customer`

/**
 * One statement, so that of many who use a token at once the first moves on and the others, waiting for its row, find
 * it used a moment ago. A token used within the grace leads to the newest one, which its successor usually is;
 * one used longer ago, or so many tokens back that its time is forgotten, was stolen or its thief's was.
 */
const wasReused = `(s.token_number > $2 AND (s.used_at[s.token_number - $2] > now() - make_interval(secs => $3)) IS NOT TRUE)`
const refreshSql = `
UPDATE session s SET
  token_number = CASE WHEN s.token_number = $2 THEN s.token_number + 1 ELSE s.token_number END,
  used_at = CASE WHEN s.token_number = $2 THEN (array_prepend(now(), s.used_at))[1:8] ELSE s.used_at END,
  expires_at = CASE WHEN s.token_number = $2 THEN now() + make_interval(secs => $4) ELSE s.expires_at END,
  revoked_at = CASE WHEN ${wasReused} THEN now() END,
  revoked_because = CASE WHEN ${wasReused} THEN 'reuse' END
FROM customer c
WHERE s.id = $1 AND c.id = s.customer_id
  AND s.token_number >= $2 AND s.revoked_at IS NULL AND s.expires_at > now()
RETURNING s.token_number, s.revoked_at IS NOT NULL AS reused, c.id, c.email, c.name`

const deleteOldSql = `
DELETE FROM session WHERE id IN (
  SELECT id FROM session WHERE expires_at < now() OR revoked_at < now() - interval '1 day'
  LIMIT $1 FOR UPDATE SKIP LOCKED
)`
