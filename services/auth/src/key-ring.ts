import { createHash } from 'node:crypto'
import { commonProblem } from '@saleday/chassis/problem'
import type { Db } from '@saleday/postgres/pool'
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose'
import type { KeyEncryption } from './key-encryption.ts'
import { type Signer, signerOf } from './signing-key.ts'
import { signingKeyStore } from './signing-key-store.ts'

export type KeyRing = {
  /** Reads the keys anew. */
  load(): Promise<void>
  /** @throws ProblemError unavailable before the first load */
  signer(): Signer
  /** The public keys as bytes, with an ETag over them. */
  published(): { body: Buffer; etag: string }
  /** Verifies this service's own tokens without asking itself over HTTP. */
  getKey: JWTVerifyGetKey
}

/** The signing keys as this process last read them. It goes on with those while the database is away. */
export function keyRing(db: Db, encryption: KeyEncryption): KeyRing {
  const store = signingKeyStore(db)
  let current: { signer: Signer; body: Buffer; etag: string; verifying: JWTVerifyGetKey } | undefined

  const loaded = () => {
    if (!current) throw commonProblem('unavailable', 'The signing keys are not there yet; try again in a moment.')
    return current
  }

  return {
    async load() {
      const keys = await store.published()
      const signing = keys.find((key) => key.signs)
      if (!signing) throw new Error('the database has no key that signs')
      const { kid } = signing.publicKey
      const jwks = { keys: keys.map((key) => key.publicKey) }
      const body = Buffer.from(JSON.stringify(jwks))
      current = {
        signer:
          current?.signer.kid === kid
            ? current.signer
            : signerOf(kid, encryption.decrypt(kid, signing.encryptedPrivateKey)),
        body,
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
        verifying: createLocalJWKSet(jwks),
      }
    },
    signer: () => loaded().signer,
    published: loaded,
    getKey: (header, token) => loaded().verifying(header, token),
  }
}
