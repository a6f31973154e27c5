import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startValkey } from '@saleday/embedded/valkey-server'
import { freePort } from '@saleday/testing/free-port'
import { authService, newEmail, password, registered, send } from './auth-service.ts'

const login = (url: string, email: string, options: { password?: string; from?: string } = {}) =>
  send(url, 'POST', '/api/auth/login', {
    body: { email, password: options.password ?? 'not the password' },
    headers: options.from ? { 'x-forwarded-for': options.from } : {},
  })

it('POST /api/auth/login past the failures that one email may have from one address answers 429 with Retry-After', async () => {
  const auth = await authService({ RATE_LIMIT_PER_EMAIL: '3' })
  try {
    const { customer } = await registered(auth.url)
    const { email } = customer
    for (let i = 0; i < 5; i++)
      assert.equal((await login(auth.url, email, { password })).status, 200, 'a success does not count')
    for (let i = 0; i < 3; i++) assert.equal((await login(auth.url, email)).status, 401)
    const limited = await login(auth.url, email.toUpperCase(), { password })
    assert.deepEqual([limited.status, limited.body.code], [429, 'rate_limited'])
    assert.equal(limited.headers.get('content-type'), 'application/problem+json')
    const retryAfter = Number(limited.headers.get('retry-after'))
    assert.ok(retryAfter >= 1 && retryAfter <= 60, String(retryAfter))
    assert.equal((await login(auth.url, newEmail())).status, 401, 'another email is free')
    assert.equal(
      (await login(auth.url, email, { password, from: '203.0.113.7' })).status,
      200,
      'another address is free',
    )
  } finally {
    await auth.close()
  }
})

it('POST /api/auth/register and login past the requests of one address answer 429', async () => {
  const auth = await authService({ RATE_LIMIT_PER_ADDRESS: '4' })
  try {
    for (let i = 0; i < 4; i++) assert.equal((await login(auth.url, newEmail())).status, 401)
    const body = { email: newEmail(), password, name: 'Ann' }
    assert.equal((await send(auth.url, 'POST', '/api/auth/register', { body })).status, 429)
    assert.equal((await login(auth.url, newEmail(), { from: '203.0.113.7' })).status, 401)
  } finally {
    await auth.close()
  }
})

it('POST /api/auth/login while Valkey is away from the start limits nobody, and limits once it is there', async () => {
  const port = await freePort()
  const auth = await authService({ CACHE_VALKEY_URL: `redis://127.0.0.1:${port}`, RATE_LIMIT_PER_EMAIL: '1' })
  const email = newEmail()
  let valkey: Awaited<ReturnType<typeof startValkey>> | undefined
  try {
    for (let i = 0; i < 3; i++) assert.equal((await login(auth.url, email)).status, 401)
    valkey = await startValkey({ port, appendOnly: false })
    let status = 401
    for (let i = 0; i < 100 && status !== 429; i++) {
      status = (await login(auth.url, email)).status
      await sleep(50)
    }
    assert.equal(status, 429)
    await valkey.stop()
    assert.equal((await login(auth.url, email)).status, 401)
  } finally {
    await auth.close()
    await valkey?.stop()
  }
})

it('POST /api/auth/login past the passwords that may wait answers 503 overloaded, and the others are served', async () => {
  const auth = await authService({ PASSWORD_CONCURRENCY: '1', PASSWORD_QUEUE_MAX: '2' })
  try {
    const { customer } = await registered(auth.url)
    const answers = await Promise.all(Array.from({ length: 30 }, () => login(auth.url, customer.email, { password })))
    const served = answers.filter(({ status }) => status === 200)
    const refused = answers.filter(({ status }) => status === 503)
    assert.equal(served.length + refused.length, 30)
    assert.ok(served.length >= 3 && refused.length > 0)
    for (const { body, headers } of refused) {
      assert.equal(body.code, 'overloaded')
      assert.ok(headers.get('retry-after'))
    }
    assert.equal((await login(auth.url, customer.email, { password })).status, 200)
  } finally {
    await auth.close()
  }
})
