import assert from 'node:assert/strict'
import { argon2Sync, randomBytes } from 'node:crypto'
import { after, before, it } from 'node:test'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { authService, newEmail, password, registered, send } from './auth-service.ts'

let auth: Awaited<ReturnType<typeof authService>>
before(async () => {
  auth = await authService()
})
after(() => auth.close())

const post = (path: string, body: unknown) => send(auth.url, 'POST', `/api/auth/${path}`, { body })

it('POST /api/auth/register makes a customer, a session, and a cookie that only auth gets', async () => {
  const answer = await post('register', { email: 'Ann.Example@Test.Example', password, name: '  Ann  ' })
  assert.equal(answer.status, 201)
  assert.deepEqual({ ...answer.body.customer, id: 0 }, { id: 0, email: 'ann.example@test.example', name: 'Ann' })
  assert.equal(answer.body.expiresInSeconds, 600)
  assert.equal(answer.headers.get('cache-control'), 'no-store')
  for (const part of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/api/auth', 'Max-Age=2592000'])
    assert.ok(answer.setCookie?.includes(part), part)
  const me = await send(auth.url, 'GET', '/api/auth/me', { token: answer.body.accessToken })
  assert.deepEqual([me.status, me.body], [200, answer.body.customer])
})

it('an access token is what RFC 9068 asks for, and the published keys verify it', async () => {
  const { accessToken, customer } = await registered(auth.url)
  const jwks = createRemoteJWKSet(new URL(`${auth.url}/.well-known/jwks.json`))
  const { payload } = await jwtVerify(accessToken, jwks, {
    algorithms: ['EdDSA'],
    typ: 'at+jwt',
    issuer: 'https://saleday.example/auth',
    audience: 'saleday',
  })
  assert.equal(payload.sub, customer.id)
  assert.equal(payload.exp! - payload.iat!, 600)
  assert.ok(payload.jti && payload.client_id)
  assert.ok(decodeProtectedHeader(accessToken).kid)
})

it('POST /api/auth/register with an email that is taken, in other capitals too, answers 409 and changes nothing', async () => {
  const email = newEmail()
  const first = await registered(auth.url, email)
  const second = await post('register', { email: email.toUpperCase(), password: 'another password', name: 'Bob' })
  assert.deepEqual([second.status, second.body.code, second.cookie], [409, 'email_taken', undefined])
  const login = await post('login', { email, password })
  assert.deepEqual(login.body.customer, first.customer)
})

it('POST /api/auth/register twenty times at once with one email makes one customer', async () => {
  const email = newEmail()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post('register', { email, password, name: 'Ann' })),
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(19).fill(409)])
})

it('POST /api/auth/login gives a session of its own', async () => {
  const email = newEmail()
  const first = await registered(auth.url, email)
  const login = await post('login', { email: email.toUpperCase(), password })
  assert.equal(login.status, 200)
  assert.deepEqual(login.body.customer, first.customer)
  assert.notEqual(login.cookie, first.cookie)
})

it('POST /api/auth/login with a wrong password or a wrong email gives the same answer', async () => {
  const email = newEmail()
  await registered(auth.url, email)
  const wrongPassword = await post('login', { email, password: 'not the password' })
  const wrongEmail = await post('login', { email: newEmail(), password })
  assert.deepEqual(
    [wrongPassword.status, wrongPassword.body.code, wrongPassword.cookie],
    [401, 'wrong_credentials', undefined],
  )
  assert.deepEqual({ ...wrongEmail.body, instance: 0 }, { ...wrongPassword.body, instance: 0 })
})

it('POST /api/auth/login with a wrong email takes as long as with a wrong password', async () => {
  const email = newEmail()
  await registered(auth.url, email)
  const fastest = async (body: unknown) => {
    let best = Number.POSITIVE_INFINITY
    for (let i = 0; i < 5; i++) {
      const start = performance.now()
      await post('login', body)
      best = Math.min(best, performance.now() - start)
    }
    return best
  }
  const wrongPassword = await fastest({ email, password: 'not the password' })
  const wrongEmail = await fastest({ email: newEmail(), password })
  assert.ok(wrongEmail > wrongPassword / 2, `${wrongEmail} ms against ${wrongPassword} ms`)
})

it('POST /api/auth/login replaces a hash that was made with older parameters', async () => {
  const { customer } = await registered(auth.url)
  const salt = randomBytes(16)
  const hash = argon2Sync('argon2id', {
    message: password,
    nonce: salt,
    memory: 1_024,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  })
  const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  const old = `$argon2id$v=19$m=1024,t=1,p=1$${base64(salt)}$${base64(hash)}`
  await auth.pool.query('UPDATE customer SET password_hash = $2 WHERE id = $1', [customer.id, old])
  assert.equal((await post('login', { email: customer.email, password: 'not the password' })).status, 401)
  assert.equal((await post('login', { email: customer.email, password })).status, 200)
  const { rows } = await auth.pool.query('SELECT password_hash FROM customer WHERE id = $1', [customer.id])
  assert.match(rows[0].password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal((await post('login', { email: customer.email, password })).status, 200)
})

it('GET /api/auth/me of a customer who is gone answers 401', async () => {
  const { customer, accessToken } = await registered(auth.url)
  await auth.pool.query('DELETE FROM customer WHERE id = $1', [customer.id])
  assert.equal((await send(auth.url, 'GET', '/api/auth/me', { token: accessToken })).status, 401)
})
