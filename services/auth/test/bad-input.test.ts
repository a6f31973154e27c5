import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { generateKeyPair, SignJWT } from 'jose'
import { type Answer, authService, newEmail, password, registered, send } from './auth-service.ts'

let auth: Awaited<ReturnType<typeof authService>>
before(async () => {
  auth = await authService()
})
after(() => auth.close())

const isProblem = ({ status, headers, body }: Answer, expected: number, code: string, field?: string) => {
  assert.deepEqual([status, body.code], [expected, code])
  assert.equal(headers.get('content-type'), 'application/problem+json')
  assert.equal('stack' in body, false)
  if (field)
    assert.ok(
      body.errors.some((error: { field: string }) => error.field === field),
      JSON.stringify(body.errors),
    )
}

it('POST /api/auth/register with a field that is not valid answers 400, names it, and makes nobody', async () => {
  const good = { email: newEmail(), password, name: 'Ann' }
  const bad: [field: string, body: object][] = [
    ['email', { ...good, email: 'no-email' }],
    ['email', { ...good, email: `${'a'.repeat(250)}@b.example` }],
    ['email', { ...good, email: 1 }],
    ['email', { ...good, email: undefined }],
    ['email', { ...good, email: 'a\u0000@b.example' }],
    ['password', { ...good, password: 'short' }],
    ['password', { ...good, password: 'x'.repeat(201) }],
    ['password', { ...good, password: { $ne: null } }],
    ['password', { ...good, password: '\ud800'.repeat(12) }],
    ['name', { ...good, name: '   ' }],
    ['name', { ...good, name: 'x'.repeat(101) }],
    ['name', { ...good, name: 'An\u0000n' }],
    ['name', { ...good, name: 'An\ud800n' }],
    ['name', { ...good, name: null }],
    ['isAdmin', { ...good, isAdmin: true }],
  ]
  for (const [field, body] of bad)
    isProblem(await send(auth.url, 'POST', '/api/auth/register', { body }), 400, 'invalid_request', field)
  const { rows } = await auth.pool.query('SELECT count(*)::int AS count FROM customer')
  assert.equal(rows[0].count, 0)
})

it('bodies that are malformed, missing, too large or of another type are refused', async () => {
  for (const path of ['/api/auth/register', '/api/auth/login']) {
    const post = (body: unknown, headers = {}) => send(auth.url, 'POST', path, { body, headers })
    isProblem(await post('{"email":'), 400, 'malformed_body')
    isProblem(await post(undefined), 400, 'invalid_request')
    isProblem(await post('null'), 400, 'invalid_request')
    isProblem(await post({ email: 'a@b.example', password: 'x'.repeat(100_001) }), 413, 'body_too_large')
    isProblem(
      await post('email=a', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
    )
  }
  isProblem(await send(auth.url, 'GET', '/api/auth/login'), 405, 'method_not_allowed')
  isProblem(await send(auth.url, 'GET', '/api/auth/nothing'), 404, 'not_found')
})

it('POST /api/auth/login takes text for text: no operator, no SQL gets anybody in', async () => {
  const { customer } = await registered(auth.url)
  const { email } = customer
  isProblem(
    await send(auth.url, 'POST', '/api/auth/login', { body: { email, password: { $gt: '' } } }),
    400,
    'invalid_request',
    'password',
  )
  isProblem(
    await send(auth.url, 'POST', '/api/auth/login', { body: { email, password: "' OR '1'='1" } }),
    401,
    'wrong_credentials',
  )
  isProblem(
    await send(auth.url, 'POST', '/api/auth/login', { body: { email, password: '\u0000' } }),
    401,
    'wrong_credentials',
  )
})

it('GET /api/auth/me with a token that is not ours answers 401', async () => {
  const { accessToken, customer } = await registered(auth.url)
  const [header, payload, signature] = accessToken.split('.') as [string, string, string]
  const kid = JSON.parse(Buffer.from(header, 'base64url').toString()).kid
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const { privateKey } = await generateKeyPair('EdDSA')
  const forged = new SignJWT({ client_id: 'storefront' })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
    .setIssuer('https://saleday.example/auth')
    .setAudience('saleday')
    .setSubject(customer.id)
    .setExpirationTime('1h')
  const tokens = [
    await forged.sign(privateKey),
    `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
    `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}.${signature}`,
    `${header}.${encode({ sub: crypto.randomUUID(), aud: 'saleday', exp: 9e9 })}.${signature}`,
    `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
    'nonsense',
  ]
  for (const token of tokens) isProblem(await send(auth.url, 'GET', '/api/auth/me', { token }), 401, 'unauthenticated')
  for (const authorization of ['', 'Basic YTpi', 'Bearer', `Bearer ${'a'.repeat(5_000)}`]) {
    isProblem(await send(auth.url, 'GET', '/api/auth/me', { headers: { authorization } }), 401, 'unauthenticated')
  }
  isProblem(await send(auth.url, 'GET', '/api/auth/me'), 401, 'unauthenticated')
})
