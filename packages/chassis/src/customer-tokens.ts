import { accessTokenAudience, accessTokenIssuer } from '@saleday/contracts/auth'
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { commonProblem, ProblemError } from './problem.ts'
import { tokenCache } from './token-cache.ts'

export type CustomerTokens = {
  /** Gives the customer's id. @throws ProblemError unauthenticated, token_expired, or unavailable while there are no keys */
  verify(token: string): Promise<string>
}

/** Verifies access tokens as RFC 9068 section 4 has it: type, algorithm, issuer, audience, expiry, signature. */
export function customerTokens(getKey: JWTVerifyGetKey): CustomerTokens {
  const seen = tokenCache<string>()
  return {
    async verify(token) {
      const known = seen.get(token)
      if (known !== undefined) return known
      try {
        const { payload } = await jwtVerify(token, getKey, {
          algorithms: ['EdDSA'],
          typ: 'at+jwt',
          issuer: accessTokenIssuer,
          audience: accessTokenAudience,
          requiredClaims: ['sub', 'exp'],
        })
        seen.set(token, payload.sub!, payload.exp!)
        return payload.sub!
      } catch (error) {
        if (error instanceof ProblemError) throw error
        if (error instanceof errors.JWTExpired)
          throw commonProblem('token_expired', 'Refresh the session and try again.')
        throw commonProblem('unauthenticated', 'The access token is not one of ours; log in again.')
      }
    },
  }
}

/** For processes that serve no customer: refuses every token. */
export const noCustomerTokens: CustomerTokens = {
  verify: async () => {
    throw commonProblem('unauthenticated')
  },
}
