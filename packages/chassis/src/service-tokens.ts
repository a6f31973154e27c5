import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Party } from '@saleday/contracts/route'
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { commonProblem, ProblemError } from './problem.ts'
import { tokenCache } from './token-cache.ts'

/** Tokens for calls between services: each is bound to the service that is called. */
export type ServiceTokens = {
  /** The token to show to `audience`. @throws where there is none */
  tokenFor(audience: Party): Promise<string>
  /** Who calls. @throws ProblemError unauthenticated, or unavailable while there are no keys */
  verify(token: string): Promise<string>
}

/** Kubernetes renews a projected token long before it expires; reading it again each minute is what its documentation asks for. */
const rereadMs = 60_000

/**
 * Tokens are files, as a projected ServiceAccount volume lays them out: `<dir>/<audience>`. Who calls is what follows
 * `subjectPrefix` in the token's subject: `system:serviceaccount:<namespace>:order` is order.
 */
export function serviceTokens(options: {
  self: string
  dir: string | undefined
  getKey: JWTVerifyGetKey
  issuer?: string | undefined
  subjectPrefix: string
}): ServiceTokens {
  const { self, dir, getKey, issuer, subjectPrefix } = options
  const files = new Map<Party, { token: string; readAt: number }>()
  const seen = tokenCache<string>(1_000)

  return {
    async tokenFor(audience) {
      if (!dir) throw new Error('SERVICE_TOKENS_DIR is not set: this process cannot call other services')
      const known = files.get(audience)
      if (known && performance.now() - known.readAt < rereadMs) return known.token
      try {
        const token = (await readFile(join(dir, audience), 'utf8')).trim()
        files.set(audience, { token, readAt: performance.now() })
        return token
      } catch (error) {
        if (!known) throw error
        return known.token // good for a long time yet; the next call tries again
      }
    },
    async verify(token) {
      const known = seen.get(token)
      if (known !== undefined) return known
      try {
        const { payload } = await jwtVerify(token, getKey, {
          algorithms: ['RS256', 'ES256', 'EdDSA'],
          audience: self,
          requiredClaims: ['sub', 'exp'],
          ...(issuer === undefined ? {} : { issuer }),
        })
        if (!payload.sub!.startsWith(subjectPrefix))
          throw commonProblem('unauthenticated', 'This is not a service of this shop.')
        const caller = payload.sub!.slice(subjectPrefix.length)
        seen.set(token, caller, payload.exp!)
        return caller
      } catch (error) {
        if (error instanceof ProblemError) throw error
        if (error instanceof errors.JWTExpired) throw commonProblem('token_expired', 'The service token has expired.')
        throw commonProblem('unauthenticated', `A service token for ${self} is needed.`)
      }
    },
  }
}
