import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { authStore } from '../src/store.ts'
import { authService, password, registered, send } from './auth-service.ts'

let auth: Awaited<ReturnType<typeof authService>>
before(async () => {
  auth = await authService()
})
after(() => auth.close())

const refresh = (cookie?: string) => send(auth.url, 'POST', '/api/auth/refresh', { cookie })

/** As if the session's tokens had been used so much longer ago. */
const age = (customerId: string, seconds: number) =>
  auth.pool.query(
    `UPDATE session SET used_at = ARRAY(SELECT used - make_interval(secs => $2) FROM unnest(used_at) WITH ORDINALITY AS u (used, n) ORDER BY n)
     WHERE customer_id = $1`,
    [customerId, seconds],
  )

const isOver = async (cookie?: string) => {
  const answer = await refresh(cookie)
  assert.deepEqual([answer.status, answer.body.code], [401, 'session_over'])
  return answer
}

it('POST /api/auth/refresh gives a new access token and rotates the cookie', async () => {
  const session = await registered(auth.url)
  const answer = await refresh(session.cookie)
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.body.customer, session.customer)
  assert.notEqual(answer.cookie, session.cookie)
  for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/api/auth'])
    assert.ok(answer.setCookie?.includes(part), part)
  assert.equal((await send(auth.url, 'GET', '/api/auth/me', { token: answer.body.accessToken })).status, 200)
  assert.equal((await refresh(answer.cookie)).status, 200)
})

it('POST /api/auth/refresh twenty times at once with one token gives all the same successor, which works', async () => {
  const session = await registered(auth.url)
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(session.cookie)))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
  assert.equal(new Set(answers.map(({ cookie }) => cookie)).size, 1)
  assert.equal((await refresh(answers[0]?.cookie)).status, 200)
})

it('POST /api/auth/refresh again within 10 s, the answer having been lost, gives the same successor', async () => {
  const session = await registered(auth.url)
  const first = await refresh(session.cookie)
  await age(session.customer.id, 9)
  assert.equal((await refresh(session.cookie)).cookie, first.cookie)
})

it('POST /api/auth/refresh with a token used twice ago, but moments ago, gives the newest one', async () => {
  const session = await registered(auth.url)
  const second = await refresh((await refresh(session.cookie)).cookie)
  const late = await refresh(session.cookie)
  assert.equal(late.cookie, second.cookie)
  assert.equal((await refresh(late.cookie)).status, 200)
})

it('POST /api/auth/refresh with a token used longer ago revokes the session, for whoever holds it, and counts it', async () => {
  const session = await registered(auth.url)
  const other = await send(auth.url, 'POST', '/api/auth/login', { body: { email: session.customer.email, password } })
  const { cookie: successor } = await refresh(session.cookie)
  await age(session.customer.id, 11)
  const reuse = await isOver(session.cookie)
  assert.match(reuse.setCookie ?? '', /^saleday_refresh=;.*Expires=Thu, 01 Jan 1970/)
  await isOver(successor)
  assert.match(await auth.metrics.metrics(), /saleday_auth_refreshes_total\{outcome="reused"\} 1/)
  assert.equal((await refresh(other.cookie)).status, 200, "the customer's other session goes on")
})

it('POST /api/auth/refresh with a token so old that its time is forgotten revokes the session', async () => {
  const session = await registered(auth.url)
  let { cookie } = await refresh(session.cookie)
  for (let i = 0; i < 9; i++) cookie = (await refresh(cookie)).cookie
  await isOver(session.cookie)
  await isOver(cookie)
})

it('POST /api/auth/refresh after the session expired answers 401; each refresh moves the end 30 days on', async () => {
  const session = await registered(auth.url)
  const expiry = async () =>
    (await auth.pool.query('SELECT expires_at FROM session WHERE customer_id = $1', [session.customer.id])).rows[0]
      .expires_at
  await auth.pool.query("UPDATE session SET expires_at = now() + interval '1 minute' WHERE customer_id = $1", [
    session.customer.id,
  ])
  const { cookie } = await refresh(session.cookie)
  assert.ok(Math.abs((await expiry()) - Date.now() - 30 * 86_400_000) < 60_000)
  await auth.pool.query("UPDATE session SET expires_at = now() - interval '1 second' WHERE customer_id = $1", [
    session.customer.id,
  ])
  await isOver(cookie)
})

it('POST /api/auth/refresh without a cookie, or with one that we never wrote, answers 401 and harms no session', async () => {
  const session = await registered(auth.url)
  const { cookie } = session
  const flipped = cookie.slice(0, 21) + (cookie[21] === 'A' ? 'B' : 'A') + cookie.slice(22)
  for (const bad of [
    undefined,
    '',
    'x',
    flipped,
    cookie.slice(1),
    `${cookie}A`,
    'é'.repeat(4),
    'A'.repeat(70),
    'A'.repeat(8_000),
  ]) {
    await isOver(bad === undefined ? undefined : encodeURIComponent(bad))
  }
  assert.equal((await refresh(cookie)).status, 200)
})

it('POST /api/auth/logout ends the session, takes the cookie away, and is fine if it is over already', async () => {
  const session = await registered(auth.url)
  const { cookie } = await refresh(session.cookie)
  for (const used of [cookie, cookie, session.cookie, 'nonsense']) {
    const answer = await send(auth.url, 'POST', '/api/auth/logout', { cookie: used })
    assert.deepEqual([answer.status, answer.body], [204, undefined])
    assert.match(answer.setCookie ?? '', /^saleday_refresh=;.*Expires=Thu, 01 Jan 1970/)
  }
  await isOver(cookie)
})

it('POST /api/auth/logout and /refresh from a page of another site leave the session and its cookie alone', async () => {
  const session = await registered(auth.url)
  for (const path of ['/api/auth/logout', '/api/auth/refresh']) {
    // A form of another site opens a page here: SameSite keeps the cookie back, and would let the answer take it away.
    const form = await send(auth.url, 'POST', path)
    assert.equal(form.setCookie, undefined)
    // From a subdomain the cookie comes along.
    for (const site of ['cross-site', 'same-site']) {
      const headers = { 'sec-fetch-site': site }
      const answer = await send(auth.url, 'POST', path, { cookie: session.cookie, headers })
      assert.deepEqual([answer.status, answer.body.code, answer.setCookie], [403, 'cross_site', undefined])
    }
  }
  assert.equal((await refresh(session.cookie)).status, 200)
})

it('sessions that are over are deleted in batches, others stay', async () => {
  const [expired, revoked, live] = [await registered(auth.url), await registered(auth.url), await registered(auth.url)]
  const set = (what: string, { customer }: typeof live) =>
    auth.pool.query(`UPDATE session SET ${what} WHERE customer_id = $1`, [customer.id])
  await set("expires_at = now() - interval '1 hour'", expired)
  await set("revoked_at = now() - interval '2 days', revoked_because = 'logout'", revoked)
  const store = authStore(auth.pool, { refreshTokenSeconds: 1, refreshGraceSeconds: 1 })
  let deleted = 0
  for (let round = await store.deleteOldSessions(1); round > 0; round = await store.deleteOldSessions(1)) {
    assert.equal(round, 1)
    deleted += round
  }
  assert.ok(deleted >= 2)
  const left = await auth.pool.query('SELECT customer_id FROM session WHERE customer_id = ANY($1)', [
    [expired, revoked, live].map(({ customer }) => customer.id),
  ])
  assert.deepEqual(left.rows, [{ customer_id: live.customer.id }])
})
