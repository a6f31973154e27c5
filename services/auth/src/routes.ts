import { randomUUIDv7 } from 'node:crypto'
import type { BoundedWork } from '@saleday/chassis/bounded-work'
import { type On, reply } from '@saleday/chassis/http-app'
import { commonProblem } from '@saleday/chassis/problem'
import { jwks, login, logout, me, refresh, register } from '@saleday/contracts/auth'
import type { KeyRing } from './key-ring.ts'
import type { LogIn } from './log-in.ts'
import type { AuthMetrics } from './metrics.ts'
import { hashPassword } from './password-hash.ts'
import type { RateLimit } from './rate-limit.ts'
import type { RefreshCookie } from './refresh-cookie.ts'
import type { RefreshSession } from './refresh-session.ts'
import type { RefreshTokens } from './refresh-token.ts'
import type { StartSession } from './start-session.ts'
import type { AuthStore } from './store.ts'

export type Parts = {
  store: AuthStore
  keys: KeyRing
  hashing: BoundedWork
  limit: RateLimit
  metrics: AuthMetrics
  refreshTokens: RefreshTokens
  cookie: RefreshCookie
  logIn: LogIn
  refreshSession: RefreshSession
  startSession: StartSession
}

export function routes(on: On, parts: Parts): void {
  const { store, keys, hashing, limit, metrics, refreshTokens, cookie, logIn, refreshSession, startSession } = parts

  on(register, async ({ body, context, req, res }) => {
    await limit.check(req, res, body.email)
    const passwordHash = await hashing.run(context, () => hashPassword(body.password))
    const customer = { id: randomUUIDv7(), email: body.email, name: body.name }
    const sessionId = randomUUIDv7()
    await store.register(customer, passwordHash, sessionId)
    metrics.registrations.inc()
    return reply(201, await startSession(res, customer, { sessionId, number: 0 }))
  })

  on(login, async ({ body, context, req, res }) => {
    await limit.check(req, res, body.email)
    const customer = await logIn(body, context)
    const sessionId = randomUUIDv7()
    await store.openSession(sessionId, customer.id)
    metrics.logins.inc()
    return reply(200, await startSession(res, customer, { sessionId, number: 0 }))
  })

  on(refresh, async ({ context, req, res }) => {
    try {
      const { customer, token } = await refreshSession(cookie.read(req), context)
      return reply(200, await startSession(res, customer, token))
    } catch (error) {
      if ((error as { code?: unknown }).code === 'session_over') cookie.clear(req, res)
      throw error
    }
  })

  on(logout, async ({ req, res }) => {
    const token = refreshTokens.read(cookie.read(req) ?? '')
    if (token) await store.closeSession(token.sessionId)
    cookie.clear(req, res)
    return reply(204)
  })

  on(me, async ({ customerId }) => {
    const customer = await store.find(customerId)
    if (!customer) throw commonProblem('unauthenticated', 'This customer does not exist any more.')
    return reply(200, customer)
  })

  on(jwks, ({ headers }) => {
    const { body, etag } = keys.published()
    // Well below the time for which a new key is published before it signs.
    const caching = { etag, 'cache-control': 'public, max-age=300' }
    if (headers['if-none-match']?.includes(etag)) return reply(304, undefined, caching)
    return reply(200, body, caching)
  })
}
