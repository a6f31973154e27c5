import type { Authorisation as Answer } from '@saleday/contracts/bank'
import { isConstraintViolation } from '@saleday/postgres/errors'
import type { Db } from '@saleday/postgres/pool'
import { type Authorisation, type Change, type LedgerKind, toAnswer } from './authorisation.ts'
import type { Behaviour, Card } from './card.ts'

/** What is kept under an idempotency key. */
export type Kept = { key: string; requestHash: Buffer; answer: unknown; authorisationId: string }

/** What was kept under a key that comes again. */
type Found = Pick<Kept, 'requestHash' | 'answer'>

/** How many keys are looked at in one statement. */
export const keysAtOnce = 500

export type BankStore = ReturnType<typeof bankStore>

const columns = `id, reference, state, last4, behaviour, amount_cents, refunded_cents, currency, decline_code,
  created_at, expires_at`

/** Tokens, authorisations with the answers kept for them, and the ledger. */
export function bankStore(db: Db) {
  return {
    async insertToken(token: string, { brand, last4, behaviour }: Card): Promise<void> {
      await db.query('INSERT INTO card_token (token, brand, last4, behaviour) VALUES ($1, $2, $3, $4)', [
        token,
        brand,
        last4,
        behaviour,
      ])
    },

    /** What was answered under the key before, and the card behind the token. */
    async findForAuthorise(key: string, token: string): Promise<{ kept?: Found; card?: Card }> {
      const { rows } = await db.query({ name: 'for-authorise', text: forAuthoriseSql, values: [key, token] })
      return {
        ...keptIn(rows[0]),
        ...(rows[0].last4 && {
          card: { brand: rows[0].brand, last4: rows[0].last4, behaviour: rows[0].behaviour as Behaviour },
        }),
      }
    },

    /** What was answered under the key before, and the authorisation as it is now. */
    async findForChange(key: string, id: string): Promise<{ kept?: Found; authorisation?: Authorisation }> {
      const { rows } = await db.query({ name: 'for-change', text: forChangeSql, values: [key, id] })
      return { ...keptIn(rows[0]), ...(rows[0].id && { authorisation: toAuthorisation(rows[0]) }) }
    },

    /** False: the key was taken meanwhile, and nothing was written. */
    insert: (kept: Kept, made: Authorisation, newsDelayMs: number): Promise<boolean> =>
      unlessKeyTaken(async () => {
        await db.query({
          name: 'insert',
          text: insertSql,
          values: [
            kept.key,
            kept.requestHash,
            JSON.stringify(kept.answer),
            made.id,
            made.reference,
            made.state,
            made.last4,
            made.behaviour,
            made.amountCents,
            made.currency,
            made.declineCode,
            made.createdAt,
            made.expiresAt,
            newsDelayMs,
          ],
        })
        return true
      }),

    /** False: the authorisation or the key has changed meanwhile, and nothing was written. */
    change: (
      kept: Kept,
      from: Authorisation,
      { to, kind, amountCents }: Change,
      newsDelayMs: number,
    ): Promise<boolean> =>
      unlessKeyTaken(async () => {
        const { rows } = await db.query({
          name: 'change',
          text: changeSql,
          values: [
            kept.key,
            kept.requestHash,
            JSON.stringify(kept.answer),
            from.id,
            from.state,
            from.refundedCents,
            to.state,
            to.refundedCents,
            to.declineCode,
            kind,
            amountCents,
            newsDelayMs,
          ],
        })
        return rows[0].changed === 1
      }),

    /** Keeps an answer that changes nothing. False: the key was taken meanwhile. */
    keep: ({ key, requestHash, answer, authorisationId }: Kept): Promise<boolean> =>
      unlessKeyTaken(async () => {
        await db.query(
          'INSERT INTO idempotency_key (key, request_hash, answer, authorisation_id) VALUES ($1, $2, $3, $4)',
          [key, requestHash, JSON.stringify(answer), authorisationId],
        )
        return true
      }),

    /** Ends authorisations whose time is over. Gives their number. */
    async expire(limit: number): Promise<number> {
      const { rows } = await db.query(expireSql, [limit])
      return rows[0].expired
    },

    /** The authorisations with these references, those of one reference the oldest first. */
    async ofReferences(references: readonly string[]): Promise<Answer[]> {
      const { rows } = await db.query({ name: 'of-references', text: ofReferencesSql, values: [references] })
      return rows.map((row) => toAnswer(toAuthorisation(row)))
    },

    /** Forgets keys whose day is over, a batch at a time; one whose authorisation is open has another day. */
    async forgetKeys(): Promise<{ looked: number; forgotten: number }> {
      const { rows } = await db.query({ name: 'forget-keys', text: forgetKeysSql })
      return { looked: rows[0].looked, forgotten: rows[0].forgotten }
    },

    async ledger({ after, limit, reference, minAgeSeconds = 0 }: LedgerQuery) {
      const where = reference === undefined ? '' : 'AND reference = $4'
      const { rows } = await db.query({
        name: reference === undefined ? 'ledger' : 'ledger-of-reference',
        text: `SELECT id, authorisation_id, reference, kind, amount_cents, at,
            at > now() - $3::integer * interval '1 second' AS is_young
          FROM ledger_row WHERE id > $1 ${where} ORDER BY id LIMIT $2`,
        values: reference === undefined ? [after, limit, minAgeSeconds] : [after, limit, minAgeSeconds, reference],
      })
      const young = minAgeSeconds === 0 ? -1 : rows.findIndex((row) => row.is_young)
      return (young === -1 ? rows : rows.slice(0, young)).map((row) => ({
        id: row.id as number,
        authorisationId: row.authorisation_id as string,
        reference: row.reference as string,
        kind: row.kind as LedgerKind,
        amountCents: row.amount_cents as number,
        at: (row.at as Date).toISOString(),
      }))
    },
  }
}

type LedgerQuery = { after: number; limit: number; reference?: string | undefined; minAgeSeconds?: number }

async function unlessKeyTaken(write: () => Promise<boolean>): Promise<boolean> {
  try {
    return await write()
  } catch (error) {
    if (isConstraintViolation(error, 'idempotency_key_pkey')) return false
    throw error
  }
}

const forAuthoriseSql = `
  SELECT k.request_hash, k.answer, t.brand, t.last4, t.behaviour
  FROM (VALUES (1)) AS one LEFT JOIN idempotency_key k ON k.key = $1 LEFT JOIN card_token t ON t.token = $2`

const forChangeSql = `
  SELECT k.request_hash, k.answer, a.*
  FROM (VALUES (1)) AS one LEFT JOIN idempotency_key k ON k.key = $1
  LEFT JOIN (SELECT ${columns} FROM authorisation) AS a ON a.id = $2`

const insertSql = `
  WITH kept AS (
    INSERT INTO idempotency_key (key, request_hash, answer, authorisation_id) VALUES ($1, $2, $3, $4)
  ), made AS (
    INSERT INTO authorisation (id, reference, state, last4, behaviour, amount_cents, currency, decline_code, created_at, expires_at)
    VALUES ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    RETURNING id, reference, state, amount_cents
  ), entry AS (
    INSERT INTO ledger_row (authorisation_id, reference, kind, amount_cents) SELECT id, reference, state, amount_cents FROM made
  )
  INSERT INTO webhook (type, reference, authorisation_id, due_at)
  SELECT 'authorisation.' || state, reference, id, now() + $14::integer * interval '1 millisecond' FROM made`

const changeSql = `
  WITH changed AS (
    UPDATE authorisation SET state = $7, refunded_cents = $8, decline_code = $9, updated_at = now()
    WHERE id = $4 AND state = $5 AND refunded_cents = $6
    RETURNING id, reference
  ), kept AS (
    INSERT INTO idempotency_key (key, request_hash, answer, authorisation_id)
    SELECT $1::text, $2::bytea, $3::json, id FROM changed
  ), entry AS (
    INSERT INTO ledger_row (authorisation_id, reference, kind, amount_cents) SELECT id, reference, $10::text, $11::integer FROM changed
  ), news AS (
    INSERT INTO webhook (type, reference, authorisation_id, due_at)
    SELECT 'authorisation.' || $10::text, reference, id, now() + $12::integer * interval '1 millisecond' FROM changed
  )
  SELECT count(*) AS changed FROM changed`

const expireSql = `
  WITH due AS MATERIALIZED (
    SELECT id AS due_id FROM authorisation WHERE state = 'authorised' AND expires_at <= now()
    ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED
  ), expired AS (
    UPDATE authorisation SET state = 'expired', decline_code = 'authorisation_expired', updated_at = now()
    FROM due WHERE id = due_id
    RETURNING id, reference, amount_cents
  ), entry AS (
    INSERT INTO ledger_row (authorisation_id, reference, kind, amount_cents) SELECT id, reference, 'expired', amount_cents FROM expired
  ), news AS (
    INSERT INTO webhook (type, reference, authorisation_id, due_at)
    SELECT 'authorisation.expired', reference, id, now() FROM expired
  )
  SELECT count(*) AS expired FROM expired`

const ofReferencesSql = `SELECT ${columns} FROM authorisation WHERE reference = ANY ($1::uuid[]) ORDER BY reference, id`

// A key of an open authorisation goes to the end of the queue: it is looked at once a day, not in every round. The limit
// stands in the text: else PostgreSQL, which plans for all numbers, may read whole tables.
const forgetKeysSql = `
  WITH due AS MATERIALIZED (
    SELECT k.key AS due_key, coalesce(a.state = 'authorised', false) AS is_open
    FROM (
      SELECT key, coalesce(authorisation_id, (answer -> 'answer' ->> 'id')::uuid) AS authorisation_id
      FROM idempotency_key WHERE forget_at <= now()
      ORDER BY forget_at LIMIT ${keysAtOnce} FOR UPDATE SKIP LOCKED
    ) AS k LEFT JOIN LATERAL (SELECT state FROM authorisation WHERE id = k.authorisation_id) AS a ON true
  ), kept AS (
    UPDATE idempotency_key SET forget_at = now() + interval '1 day' FROM due WHERE key = due_key AND is_open
  ), forgotten AS (
    DELETE FROM idempotency_key USING due WHERE key = due_key AND NOT is_open RETURNING key
  )
  SELECT (SELECT count(*) FROM due) AS looked, (SELECT count(*) FROM forgotten) AS forgotten`

// biome-ignore lint/suspicious/noExplicitAny: a row is what SQL made it; these are the places that say so.
const keptIn = (row: any) =>
  row.request_hash ? { kept: { requestHash: row.request_hash as Buffer, answer: row.answer as unknown } } : {}

// biome-ignore lint/suspicious/noExplicitAny: as above.
const toAuthorisation = (row: any): Authorisation => ({
  id: row.id,
  reference: row.reference,
  state: row.state,
  last4: row.last4,
  behaviour: row.behaviour,
  amountCents: row.amount_cents,
  refundedCents: row.refunded_cents,
  currency: row.currency,
  declineCode: row.decline_code,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
})
