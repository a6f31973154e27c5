import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { accessTokenSeconds } from '@saleday/contracts/auth'
import { calculateJwkThumbprint, type JWK } from 'jose'

/** The key that signs now. */
export type Signer = { kid: string; privateKey: KeyObject }

/** A key as others verify with it (RFC 8037). */
export type PublicKey = JWK & { kid: string }

/** A new key is published for so long before it signs: longer than anyone keeps the key set (10 minutes). */
export const leadSeconds = 15 * 60

/** A key stays published for so long after its successor began to sign: its last token, and clocks that differ. */
export const tailSeconds = accessTokenSeconds + 10 * 60

const generate = promisify(generateKeyPair)

/** A new Ed25519 key pair; its id is the thumbprint of its public half (RFC 7638). */
export async function generateSigningKey(): Promise<{ publicKey: PublicKey; privateKeyDer: Buffer }> {
  const pair = await generate('ed25519')
  const jwk = pair.publicKey.export({ format: 'jwk' }) as JWK
  const kid = await calculateJwkThumbprint(jwk)
  return {
    publicKey: { ...jwk, kid, alg: 'EdDSA', use: 'sig' },
    privateKeyDer: pair.privateKey.export({ format: 'der', type: 'pkcs8' }),
  }
}

export const signerOf = (kid: string, privateKeyDer: Buffer): Signer => ({
  kid,
  privateKey: createPrivateKey({ key: privateKeyDer, format: 'der', type: 'pkcs8' }),
})
