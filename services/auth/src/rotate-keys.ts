import { inTransaction } from '@saleday/postgres/in-transaction'
import type { Pool } from '@saleday/postgres/pool'
import type { KeyEncryption } from './key-encryption.ts'
import { generateSigningKey } from './signing-key.ts'
import { signingKeyStore, signingKeyWriter } from './signing-key-store.ts'

/** Makes the first key, or a successor when the newest has signed for `rotationSeconds`. Any process may; one does. */
export async function rotateKeysIfDue(
  pool: Pool,
  encryption: KeyEncryption,
  rotationSeconds?: number,
): Promise<string | undefined> {
  if ((await signingKeyStore(pool).state(rotationSeconds)) === 'fresh') return undefined
  return inTransaction(pool, 'rotate-keys', async (tx) => {
    const keys = signingKeyWriter(tx)
    await keys.lock()
    // Whoever had the lock before may have done it.
    const state = await signingKeyStore(tx).state(rotationSeconds)
    if (state === 'fresh') return undefined
    const { publicKey, privateKeyDer } = await generateSigningKey()
    // Nobody holds a key set without the very first key, so that one need not wait.
    await keys.insert(
      publicKey,
      encryption.encrypt(publicKey.kid, privateKeyDer),
      state === 'none' ? 'at once' : 'after lead',
    )
    return publicKey.kid
  })
}

/**
 * Makes a successor whatever the newest key's age. Where the old keys are compromised they are withdrawn and the new
 * one signs at once: every access token ends, and sessions go on with their refresh tokens.
 */
export function rotateKeysNow(
  pool: Pool,
  encryption: KeyEncryption,
  options: { compromised: boolean },
): Promise<string> {
  return inTransaction(pool, 'rotate-keys', async (tx) => {
    const keys = signingKeyWriter(tx)
    await keys.lock()
    const { publicKey, privateKeyDer } = await generateSigningKey()
    if (options.compromised) await keys.withdrawAll()
    const isFirst = (await signingKeyStore(tx).published()).length === 0
    await keys.insert(publicKey, encryption.encrypt(publicKey.kid, privateKeyDer), isFirst ? 'at once' : 'after lead')
    return publicKey.kid
  })
}
