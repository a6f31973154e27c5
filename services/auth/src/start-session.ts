import { accessTokenSeconds, type Customer, type Session } from '@saleday/contracts/auth'
import type { Response } from 'express'
import { mintAccessToken } from './access-token.ts'
import type { KeyRing } from './key-ring.ts'
import type { RefreshCookie } from './refresh-cookie.ts'
import type { RefreshToken, RefreshTokens } from './refresh-token.ts'

export type StartSession = (res: Response, customer: Customer, token: RefreshToken) => Promise<Session>

/** Gives the customer an access token in the body and the refresh token in its cookie. */
export const startSession =
  (keys: KeyRing, tokens: RefreshTokens, cookie: RefreshCookie): StartSession =>
  async (res, customer, token) => {
    const accessToken = await mintAccessToken(keys.signer(), customer.id)
    cookie.write(res, tokens.write(token))
    return { accessToken, tokenType: 'Bearer', expiresInSeconds: accessTokenSeconds, customer }
  }
