import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { cutAgainAndAgain, goAway, postgresAway, valkeyAway } from '@saleday/testing/go-away'
import { listenAdmin } from '@saleday/testing/listen-admin'
import { cutConnections, type OwnPostgres, ownPostgres } from '@saleday/testing/own-postgres'
import { type OwnValkey, ownValkey } from '@saleday/testing/own-valkey'
import { trickle } from '@saleday/testing/trickle'
import { type AuthServers, authServers, migrations, newEmail, password, registered, send } from './auth-service.ts'

/** PostgreSQL and Valkey go away in their ways, under one process that is never started anew. */

/** More than the logins of one customer in a test: those that a Valkey that hangs counts late are not taken back. */
const failuresAllowed = 60

let postgres: OwnPostgres
let valkey: OwnValkey
let servers: AuthServers
let auth: Awaited<ReturnType<AuthServers['start']>>
let admin: Awaited<ReturnType<typeof listenAdmin>>
before(async () => {
  postgres = await ownPostgres(migrations)
  valkey = await ownValkey({ appendOnly: false })
  servers = await authServers(postgres)
  auth = await servers.start({
    CACHE_VALKEY_URL: valkey.url,
    POOL_SIZE: '2',
    RATE_LIMIT_PER_EMAIL: String(failuresAllowed),
    RATE_LIMIT_PER_ADDRESS: '100000',
    REFRESH_GRACE_SECONDS: '60',
  })
  await auth.warmUp()
  for (const worker of auth.service.workers ?? []) worker.start()
  admin = await listenAdmin(auth.chassis, auth.service)
})
after(async () => {
  for (const worker of auth.service.workers ?? []) await worker.stop()
  await admin.close()
  await servers.close()
  await valkey.close()
})

const logIn = (email: string, given = password) =>
  send(auth.url, 'POST', '/api/auth/login', { body: { email, password: given } })

/** Customers who register, come and go, and remember what they were told. */
async function crowd() {
  const emails: string[] = []
  const ann = await registered(auth.url)
  const { email } = ann.customer
  let { cookie } = await registered(auth.url)
  let leaving: string | undefined
  const people = trickle(
    {
      async register() {
        const body = { email: newEmail(), password, name: 'Bob' }
        const answer = await send(auth.url, 'POST', '/api/auth/register', { body })
        if (answer.status === 201) emails.push(body.email)
        return answer
      },
      login: () => logIn(email),
      /** One customer, who keeps the cookie until another is set. */
      async refresh() {
        const answer = await send(auth.url, 'POST', '/api/auth/refresh', { cookie })
        if (answer.status === 503) assert.equal(answer.setCookie, undefined, 'nobody is logged out')
        if (answer.cookie) cookie = answer.cookie
        return answer
      },
      async logout() {
        if (!leaving) {
          const answer = await logIn(email)
          leaving = answer.cookie
          if (!leaving) return answer
        }
        const answer = await send(auth.url, 'POST', '/api/auth/logout', { cookie: leaving })
        if (answer.status === 204) leaving = undefined
        return answer
      },
      me: () => send(auth.url, 'GET', '/api/auth/me', { token: ann.accessToken }),
      keys: () => send(auth.url, 'GET', '/.well-known/jwks.json'),
      livez: () => fetch(`${admin.url}/livez`),
    },
    { everyMs: 200 }, // each password is a piece of work
  )
  return {
    people,
    async assertAllCanLogIn(): Promise<void> {
      assert.ok(emails.length > 0, 'customers have registered')
      for (const each of [email, ...emails]) assert.equal((await logIn(each)).status, 200)
      assert.equal((await send(auth.url, 'POST', '/api/auth/refresh', { cookie })).status, 200, 'and sessions go on')
    },
  }
}

const withoutPostgres = {
  register: [503],
  login: [503],
  refresh: [503],
  logout: [503],
  me: [503],
  keys: [200],
  livez: [200],
}

test('PostgreSQL killed at the height of load and back after ten seconds: 503 for all but the keys, nobody is logged out, all can log in', async (t) => {
  const { people, assertAllCanLogIn } = await crowd()
  const meanwhile = await goAway(t, people, postgresAway(postgres).killed)
  await people.end()
  assert.deepEqual(meanwhile, withoutPostgres)
  await assertAllCanLogIn()
})

test('PostgreSQL has no connection left: 503 for all but the keys, and all goes on', async (t) => {
  const { people, assertAllCanLogIn } = await crowd()
  const meanwhile = await goAway(t, people, postgresAway(postgres).full)
  await people.end()
  assert.deepEqual(meanwhile, withoutPostgres)
  await assertAllCanLogIn()
})

test('PostgreSQL cuts all connections again and again: nobody is lost, and all goes on at once', async (t) => {
  const { people, assertAllCanLogIn } = await crowd()
  await cutAgainAndAgain(t, people, () => cutConnections(postgres.pool))
  await people.end()
  await assertAllCanLogIn()
})

test('a long lock of customers and sessions, which uses up the pool: 503 in time for all but the keys, and all goes on after it', async (t) => {
  const { people, assertAllCanLogIn } = await crowd()
  const locked = postgresAway(postgres).locked('LOCK TABLE customer, session IN ACCESS EXCLUSIVE MODE')
  const meanwhile = await goAway(t, people, locked)
  await people.end()
  assert.deepEqual(meanwhile, withoutPostgres)
  await assertAllCanLogIn()
})

test('logins that PostgreSQL has failed are not counted as guesses: their customer can log in as soon as it is back', async () => {
  const { customer } = await registered(auth.url)
  await postgres.kill()
  for (let times = 0; times < 2 * failuresAllowed; times++) assert.equal((await logIn(customer.email)).status, 503)
  await postgres.restart()
  let status = 503
  for (let times = 0; status === 503 && times < 200; times++) {
    status = (await logIn(customer.email)).status
    if (status === 503) await sleep(50)
  }
  assert.equal(status, 200)
})

const asEver = { ...withoutPostgres, register: [201], login: [200], refresh: [200], logout: [204], me: [200] }

for (const [name, way] of [
  ['killed, and back', 'killed'],
  ['killed, and back with nothing in it', 'killedAndEmpty'],
  ['that has no connection left', 'full'],
  ['that answers nobody', 'paused'],
] as const) {
  test(`Valkey ${name}: everybody is served, and guessing is limited again when it is back`, async (t) => {
    const { people, assertAllCanLogIn } = await crowd()
    const meanwhile = await goAway(t, people, valkeyAway(valkey)[way])
    await people.end()
    assert.deepEqual(meanwhile, asEver)
    await assertAllCanLogIn()
    await assertIsLimited()
  })
}

test('Valkey cuts all connections again and again: everybody is served, and guessing is limited again', async (t) => {
  const { people, assertAllCanLogIn } = await crowd()
  const since = performance.now()
  await cutAgainAndAgain(t, people, valkey.cutConnections)
  await people.end()
  assert.deepEqual(people.statusesSince(since), asEver)
  await assertAllCanLogIn()
  await assertIsLimited()
})

/** Somebody who guesses passwords is stopped. While Valkey is not yet used again a guess does not count. */
async function assertIsLimited(): Promise<void> {
  const email = newEmail()
  let status = 401
  for (let guesses = 0; status === 401 && guesses < 10 * failuresAllowed; guesses++) {
    status = (await logIn(email, 'not the password')).status
    if (status === 401) await sleep(10)
  }
  assert.equal(status, 429)
}

test('before its first look at the keys auth answers 503 and not with a key set that lacks them', async () => {
  const others = await authServers()
  try {
    const process = await others.start()
    const answer = await send(process.url, 'GET', '/.well-known/jwks.json')
    assert.deepEqual([answer.status, answer.body.code], [503, 'unavailable'])
  } finally {
    await others.close()
  }
})
