import { randomUUIDv7 } from 'node:crypto'
import { accessTokenAudience, accessTokenIssuer, accessTokenSeconds } from '@saleday/contracts/auth'
import { SignJWT } from 'jose'
import type { Signer } from './signing-key.ts'

/** The only client that there is. */
const clientId = 'storefront'

/** A signed access token as RFC 9068 has it. */
export function mintAccessToken(
  signer: Signer,
  customerId: string,
  lifetimeSeconds: number = accessTokenSeconds,
): Promise<string> {
  const issuedAt = Math.floor(Date.now() / 1_000)
  return new SignJWT({ client_id: clientId })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: signer.kid })
    .setIssuer(accessTokenIssuer)
    .setAudience(accessTokenAudience)
    .setSubject(customerId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .setJti(randomUUIDv7())
    .sign(signer.privateKey)
}
