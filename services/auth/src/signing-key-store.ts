import type { Db, PoolClient } from '@saleday/postgres/pool'
import { leadSeconds, type PublicKey, tailSeconds } from './signing-key.ts'

export type StoredKey = { publicKey: PublicKey; encryptedPrivateKey: Buffer; signs: boolean }

/** Signing keys in the database, whose clock says which one signs and which are published. */
export function signingKeyStore(db: Db) {
  return {
    /** The published keys, the latest first. `signs` is true of those whose time has come; the first of them signs. */
    async published(): Promise<StoredKey[]> {
      const { rows } = await db.query<{ public_jwk: PublicKey; encrypted_private_key: Buffer; signs: boolean }>(
        publishedSql,
      )
      return rows.map((row) => ({
        publicKey: row.public_jwk,
        encryptedPrivateKey: row.encrypted_private_key,
        signs: row.signs,
      }))
    },

    /** `none` where there is no key at all; `due` where the newest has signed for `rotationSeconds`. */
    async state(rotationSeconds: number | undefined): Promise<'none' | 'due' | 'fresh'> {
      const { rows } = await db.query<{ due: boolean }>(stateSql, [rotationSeconds ?? null])
      if (!rows[0]) return 'none'
      return rows[0].due ? 'due' : 'fresh'
    },

    /** Keeps a key published until tokens that live longer than usual have expired. */
    async extend(kid: string, lifetimeSeconds: number): Promise<void> {
      await db.query(extendSql, [kid, lifetimeSeconds])
    },

    async deleteUnpublished(): Promise<void> {
      await db.query("DELETE FROM signing_key WHERE published_until < now() - interval '1 day'")
    },
  }
}

/** What only one process may do at a time. */
export function signingKeyWriter(tx: PoolClient) {
  return {
    /** Others wait here until this transaction ends. */
    async lock(): Promise<void> {
      await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('saleday auth signing key', 0))")
    },

    /** Adds a key, which signs at once or after the lead; those before it are retired then. */
    async insert(publicKey: PublicKey, encryptedPrivateKey: Buffer, when: 'at once' | 'after lead'): Promise<void> {
      await tx.query(
        'UPDATE signing_key SET published_until = greatest(now() + make_interval(secs => $1), long_tokens_expire_at) WHERE published_until IS NULL',
        [leadSeconds + tailSeconds],
      )
      await tx.query(
        'INSERT INTO signing_key (kid, public_jwk, encrypted_private_key, signs_from) VALUES ($1, $2, $3, now() + make_interval(secs => $4))',
        [publicKey.kid, publicKey, encryptedPrivateKey, when === 'at once' ? 0 : leadSeconds],
      )
    },

    /** For a key that was stolen: none of the old ones verifies a token any more. */
    async withdrawAll(): Promise<void> {
      await tx.query(
        'UPDATE signing_key SET published_until = now() WHERE published_until IS NULL OR published_until > now()',
      )
    },
  }
}

const publishedSql = `
SELECT public_jwk, encrypted_private_key, signs_from <= now() AS signs
FROM signing_key
WHERE published_until IS NULL OR published_until > now()
ORDER BY signs_from DESC, kid`

const stateSql = `
SELECT signs_from < now() - make_interval(secs => $1) AS due
FROM signing_key
WHERE published_until IS NULL OR published_until > now()
ORDER BY signs_from DESC, kid
LIMIT 1`

/** `greatest` takes no notice of NULL. */
const extendSql = `
UPDATE signing_key SET
  long_tokens_expire_at = greatest(long_tokens_expire_at, now() + make_interval(secs => $2)),
  published_until = CASE WHEN published_until IS NOT NULL THEN greatest(published_until, now() + make_interval(secs => $2)) END
WHERE kid = $1`
