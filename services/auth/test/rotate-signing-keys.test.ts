import assert from 'node:assert/strict'
import { after, before, beforeEach, it } from 'node:test'
import { decodeProtectedHeader } from 'jose'
import { keyEncryption } from '../src/key-encryption.ts'
import { keyRing } from '../src/key-ring.ts'
import { rotateKeysIfDue, rotateKeysNow } from '../src/rotate-keys.ts'
import { signingKeyStore } from '../src/signing-key-store.ts'
import { type AuthServers, authServers, registered, secrets, send } from './auth-service.ts'

let servers: AuthServers
let auth: Awaited<ReturnType<AuthServers['start']>>
const encryption = keyEncryption(secrets.SIGNING_KEY_SECRET)

before(async () => {
  servers = await authServers()
  auth = await servers.start()
})
after(() => servers.close())
beforeEach(async () => {
  await servers.database.pool.query('TRUNCATE signing_key')
  await auth.warmUp()
})

const jwks = async () => (await send(auth.url, 'GET', '/.well-known/jwks.json')).body.keys as Record<string, string>[]
const kids = async () => (await jwks()).map(({ kid }) => kid)
const signingKid = async () => decodeProtectedHeader((await registered(auth.url)).accessToken).kid

/** As if so many minutes had passed since all that was done to the keys. */
async function minutesPass(minutes: number) {
  await servers.database.pool.query(
    `UPDATE signing_key SET signs_from = signs_from - make_interval(mins => $1), published_until = published_until - make_interval(mins => $1),
       long_tokens_expire_at = long_tokens_expire_at - make_interval(mins => $1)`,
    [minutes],
  )
  await auth.warmUp()
}

it('GET /.well-known/jwks.json publishes public halves only, with an ETag that spares the next answer', async () => {
  const answer = await send(auth.url, 'GET', '/.well-known/jwks.json')
  assert.equal(answer.status, 200)
  assert.match(answer.headers.get('cache-control') ?? '', /max-age=300/)
  assert.deepEqual(
    answer.body.keys.map((key: object) => Object.keys(key).sort()),
    [['alg', 'crv', 'kid', 'kty', 'use', 'x']],
  )
  const again = await send(auth.url, 'GET', '/.well-known/jwks.json', {
    headers: { 'if-none-match': answer.headers.get('etag')! },
  })
  assert.deepEqual([again.status, again.body], [304, undefined])
  assert.equal(
    (await send(auth.url, 'GET', '/.well-known/jwks.json', { headers: { 'if-none-match': '"other"' } })).status,
    200,
  )
})

it('a new key is published 15 minutes before it signs, the old one until its last token has expired', async () => {
  const first = await signingKid()
  const second = await rotateKeysNow(servers.database.pool, encryption, { compromised: false })
  await minutesPass(14)
  assert.equal(await signingKid(), first)
  assert.deepEqual(new Set(await kids()), new Set([first, second]))
  const { accessToken } = await registered(auth.url)

  await minutesPass(2)
  assert.equal(await signingKid(), second)
  assert.equal((await send(auth.url, 'GET', '/api/auth/me', { token: accessToken })).status, 200)
  assert.deepEqual(new Set(await kids()), new Set([first, second]))

  await minutesPass(20)
  assert.deepEqual(await kids(), [second])
})

it('a key that signed tokens with a longer life stays published for as long, whether it was retired before or after', async () => {
  const first = (await signingKid())!
  await signingKeyStore(servers.database.pool).extend(first, 7_200)
  const second = await rotateKeysNow(servers.database.pool, encryption, { compromised: false })
  await minutesPass(100)
  assert.deepEqual(new Set(await kids()), new Set([first, second]))
  await signingKeyStore(servers.database.pool).extend(first, 7_200)
  await minutesPass(100)
  assert.deepEqual(new Set(await kids()), new Set([first, second]))
  await minutesPass(30)
  assert.deepEqual(await kids(), [second])
})

it('a compromised key verifies nothing any more, and the new one signs at once', async () => {
  const { accessToken, cookie } = await registered(auth.url)
  const second = await rotateKeysNow(servers.database.pool, encryption, { compromised: true })
  await auth.warmUp()
  assert.deepEqual(await kids(), [second])
  assert.equal(await signingKid(), second)
  // Another process, since this one remembers tokens that it has verified.
  const other = await servers.start()
  await other.warmUp()
  assert.equal((await send(other.url, 'GET', '/api/auth/me', { token: accessToken })).status, 401)
  assert.equal((await send(other.url, 'POST', '/api/auth/refresh', { cookie })).status, 200)
})

it('of ten processes that find the rotation due, or no key at all, one makes a key', async () => {
  const { pool } = servers.database
  const due = () => Promise.all(Array.from({ length: 10 }, () => rotateKeysIfDue(pool, encryption, 3_600)))
  assert.equal((await due()).filter(Boolean).length, 0, 'not due')
  await minutesPass(61)
  assert.equal((await due()).filter(Boolean).length, 1)
  await pool.query('TRUNCATE signing_key')
  assert.equal((await due()).filter(Boolean).length, 1)
})

it('the database has no private key that could be read, and another secret is refused in words', async () => {
  const { rows } = await servers.database.pool.query('SELECT encrypted_private_key, public_jwk FROM signing_key')
  assert.equal(JSON.stringify(rows[0].public_jwk).includes('"d"'), false)
  // Every Ed25519 key in PKCS #8 holds this object identifier.
  assert.equal(rows[0].encrypted_private_key.includes(Buffer.from('06032b6570', 'hex')), false)
  const other = keyEncryption('another secret, just as long as it takes')
  const ring = keyRing(servers.database.pool, other)
  await assert.rejects(ring.load(), /SIGNING_KEY_SECRET is not the one/)
  const kid = await rotateKeysNow(servers.database.pool, other, { compromised: true })
  await ring.load()
  assert.equal(ring.signer().kid, kid, 'the way out when the secret was lost')
})
