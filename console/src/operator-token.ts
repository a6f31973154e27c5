import { createHash, timingSafeEqual } from 'node:crypto'
import { commonProblem } from '@saleday/chassis/problem'

/** Takes as long for a token that is nearly right as for any other: hashes are compared, which are all as long. */
export function operatorToken(token: string) {
  const wanted = hashOf(token)
  return {
    /** @throws ProblemError unauthenticated */
    check(authorization: string | undefined): void {
      const [, given = ''] = /^Bearer (\S{1,4096})$/i.exec(authorization ?? '') ?? []
      if (!timingSafeEqual(hashOf(given), wanted))
        throw commonProblem('unauthenticated', 'Send the operator\'s token as "Authorization: Bearer <token>".')
    },
  }
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
