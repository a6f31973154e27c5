import { z } from 'zod'
import type { Contract } from './route.ts'
import { route } from './route.ts'
import { Id } from './values.ts'

/** Customers, their sessions and tokens. The refresh token travels in the HttpOnly cookie `saleday_refresh` only. */

export const accessTokenSeconds = 600
/** `aud` of every access token. */
export const accessTokenAudience = 'saleday'
/** `iss` of every access token. */
export const accessTokenIssuer = 'https://saleday.example/auth'

export const Email = z
  .email()
  .max(254)
  .transform((email) => email.toLowerCase())
/** Halves of surrogate pairs all become the same byte sequence, so that another password would fit too. */
export const Password = z
  .string()
  .min(10)
  .max(200)
  .refine((password) => password.isWellFormed(), 'must be well-formed Unicode')

/** Control characters, and halves of surrogate pairs, belong to no name and fit into no database. */
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not hold control characters')

export const Customer = z.object({ id: Id, email: z.string(), name: z.string() }).meta({ id: 'Customer' })
export type Customer = z.output<typeof Customer>

export const Session = z
  .object({ accessToken: z.string(), tokenType: z.literal('Bearer'), expiresInSeconds: z.int(), customer: Customer })
  .meta({ id: 'Session' })
export type Session = z.output<typeof Session>

export const register = route({
  operation: 'register',
  summary: 'Makes a customer and a first session',
  method: 'post',
  path: '/api/auth/register',
  access: 'public',
  priority: 'checkout',
  body: z.strictObject({ email: Email, password: Password, name: PersonName }),
  success: { 201: Session },
  errors: ['email_taken', 'rate_limited'],
})

export const login = route({
  operation: 'login',
  summary: 'A session for a customer',
  method: 'post',
  path: '/api/auth/login',
  access: 'public',
  priority: 'checkout',
  body: z.strictObject({ email: Email, password: z.string().min(1).max(200) }),
  success: { 200: Session },
  errors: ['wrong_credentials', 'rate_limited'],
})

export const refresh = route({
  operation: 'refresh',
  summary: 'A new access token for the refresh cookie, which is rotated. Asked again within 10 s: the same successor',
  method: 'post',
  path: '/api/auth/refresh',
  access: 'public',
  priority: 'checkout',
  success: { 200: Session },
  errors: ['session_over'],
})

export const logout = route({
  operation: 'logout',
  summary: 'Ends the session of the refresh cookie; fine if it is over already',
  method: 'post',
  path: '/api/auth/logout',
  access: 'public',
  priority: 'checkout',
  success: { 204: null },
})

export const me = route({
  operation: 'me',
  summary: 'The customer that the access token speaks for',
  method: 'get',
  path: '/api/auth/me',
  access: 'customer',
  priority: 'browse',
  success: { 200: Customer },
})

export const jwks = route({
  operation: 'jwks',
  summary: 'The public keys that verify access tokens (RFC 7517)',
  method: 'get',
  path: '/.well-known/jwks.json',
  access: 'public',
  priority: 'always',
  headers: z.object({ 'if-none-match': z.string().max(1000).optional() }),
  success: { 200: z.object({ keys: z.array(z.looseObject({ kid: z.string() })) }), 304: null },
})

export const authErrors = {
  email_taken: { status: 409, title: 'A customer with this email exists' },
  wrong_credentials: { status: 401, title: 'Email or password is wrong' },
  session_over: { status: 401, title: 'The session is over; log in again' },
} as const

export const authContract: Contract = {
  service: 'auth',
  title: 'Auth',
  description: 'Customers, sessions and tokens.',
  routes: [register, login, refresh, logout, me, jwks],
  errors: authErrors,
}
