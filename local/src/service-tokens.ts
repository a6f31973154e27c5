import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { DataDir } from './data-dir.ts'
import { apiServices } from './parties.ts'
import { serviceTokenIssuer } from './service-token-issuer.ts'
import { writeFileAtomically } from './write-file.ts'

const subjectPrefix = 'system:serviceaccount:saleday:'
const validSeconds = 24 * 3600
const renewAfterMs = 8 * 3600 * 1000

/** Who may show a token: the services, and whoever operates the shop. */
const callers = [...apiServices, 'operator'] as const

/**
 * Writes what a cluster would mount into each pod: a token for each caller and audience, signed by a key of this run
 * only, and the public key that verifies them. Tokens are renewed long before they expire, until `stop`.
 */
export async function provideServiceTokens(dir: DataDir): Promise<{ stop(): void }> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
  const kid = crypto.randomUUID()
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }
  writeFileAtomically(dir.jwks, JSON.stringify({ keys: [jwk] }))

  const token = (caller: string, audience: string) =>
    new SignJWT()
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setIssuer(serviceTokenIssuer)
      .setSubject(subjectPrefix + caller)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${validSeconds}s`)
      .sign(privateKey)

  async function write(): Promise<void> {
    mkdirSync(dir.tokens, { recursive: true, mode: 0o700 })
    chmodSync(dir.tokens, 0o700)
    for (const caller of callers) mkdirSync(join(dir.tokens, caller), { recursive: true, mode: 0o700 })
    await Promise.all(
      callers.flatMap((caller) =>
        apiServices.map(async (audience) =>
          writeFileAtomically(join(dir.tokens, caller, audience), await token(caller, audience), 0o600),
        ),
      ),
    )
  }
  await write()
  let writtenAt = Date.now()
  // The wall clock decides, since a laptop that sleeps stops its timers and not the tokens.
  const timer = setInterval(() => {
    if (Date.now() - writtenAt < renewAfterMs) return
    writtenAt = Date.now()
    write().catch(() => {
      writtenAt = 0 // tried again in a minute
    })
  }, 60_000)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
