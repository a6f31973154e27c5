import { accessTokenAudience, accessTokenIssuer } from '@saleday/contracts/auth'
import type { Party } from '@saleday/contracts/route'
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose'

type Claims = Record<string, unknown>

const algorithm = 'EdDSA'
const subjectPrefix = 'system:serviceaccount:saleday:'

/** Made once for each test process: signs what `testTokens` mints, verified by the chassis of `testChassis`. */
const { privateKey, publicKey } = await generateKeyPair(algorithm)
const kid = 'test'

export const testKeys = createLocalJWKSet({
  keys: [{ ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' }],
})

/** Real tokens, good for ten minutes. Overrides replace claims; one that is undefined leaves its claim out. */
export const testTokens = {
  /** As auth issues it to a customer (RFC 9068). */
  customer: (customerId: string, overrides: Claims = {}): Promise<string> =>
    sign('at+jwt', {
      iss: accessTokenIssuer,
      aud: accessTokenAudience,
      sub: customerId,
      client_id: 'storefront',
      ...overrides,
    }),
  /** As the cluster issues it to a service, for calls to one other. */
  service: (caller: string, audience: Party, overrides: Claims = {}): Promise<string> =>
    sign('JWT', { iss: 'https://kubernetes.default.svc', aud: audience, sub: subjectPrefix + caller, ...overrides }),
}

function sign(typ: string, claims: Claims): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const payload = { iat: now, exp: now + 600, jti: crypto.randomUUID(), ...claims }
  return new SignJWT(payload).setProtectedHeader({ alg: algorithm, kid, typ }).sign(privateKey)
}
