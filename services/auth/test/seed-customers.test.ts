import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { demoCustomer } from '../src/seed-demo-customer.ts'
import { authService, secrets, send } from './auth-service.ts'

let auth: Awaited<ReturnType<typeof authService>>
let dir: string
before(async () => {
  auth = await authService()
  dir = await mkdtemp(join(tmpdir(), 'crowd-'))
})
after(async () => {
  await auth.close()
  await rm(dir, { recursive: true })
})

/** Runs one of the service's commands as a process. */
function command(
  name: string,
  args: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const file = fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))
  const env = { DATABASE_URL: auth.servers.database.url, ...secrets, ...environment }
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr })
    })
  })
}
const allowed = { ALLOW_SEEDING: 'true' }

it('seed-customers makes a crowd whose tokens are good, and finds the same crowd again', async () => {
  const out = join(dir, 'crowd.jsonl')
  const crowd = async () =>
    (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  assert.equal((await command('seed-customers', ['--count', '300', '--out', out], allowed)).code, 0)
  const first = await crowd()
  assert.equal(first.length, 300)
  assert.equal((await stat(out)).mode & 0o777, 0o600)
  for (const { customerId, email, accessToken } of first.slice(0, 3)) {
    const me = await send(auth.url, 'GET', '/api/auth/me', { token: accessToken })
    assert.deepEqual([me.status, me.body.id, me.body.email], [200, customerId, email])
  }
  assert.equal((await command('seed-customers', ['--count', '301', '--out', out], allowed)).code, 0)
  const second = await crowd()
  assert.equal(second.length, 301)
  assert.deepEqual(
    second.slice(0, 300).map(({ customerId }) => customerId),
    first.map(({ customerId }) => customerId),
  )
})

it('seed-customers with a count or an output that is not valid says so and fails', async () => {
  for (const args of [
    ['--count', '0', '--out', 'x'],
    ['--count', '1e9', '--out', 'x'],
    ['--count', '3'],
  ]) {
    const { code, output } = await command('seed-customers', args, allowed)
    assert.equal(code, 1)
    assert.match(output, /^--(count|out) /)
  }
})

it('seed-demo-customer makes a customer who can log in, and may be run again', async () => {
  const { email, password } = demoCustomer
  for (let i = 0; i < 2; i++) {
    assert.equal((await command('seed-demo-customer', [], allowed)).code, 0)
    assert.equal((await send(auth.url, 'POST', '/api/auth/login', { body: { email, password } })).status, 200)
  }
})

it('without ALLOW_SEEDING=true nothing is seeded', async () => {
  const count = async () => (await auth.pool.query('SELECT count(*)::int AS count FROM customer')).rows[0].count
  const before = await count()
  for (const name of ['seed-customers', 'seed-demo-customer']) {
    const { code, output } = await command(
      name,
      ['--count', '3', '--out', join(dir, 'none')].slice(0, name === 'seed-customers' ? 4 : 0),
    )
    assert.equal(code, 1)
    assert.match(output, /^Refused/)
  }
  assert.equal(await count(), before)
})

it('rotate-signing-key publishes another key', async () => {
  const published = async () =>
    (await auth.pool.query('SELECT kid FROM signing_key WHERE published_until IS NULL OR published_until > now()'))
      .rowCount
  const before = await published()
  const { code, output } = await command('rotate-signing-key', [])
  assert.equal(code, 0)
  assert.match(output, /signs in 15 minutes/)
  assert.equal(await published(), (before ?? 0) + 1)
  assert.match((await command('rotate-signing-key', ['--compromised'])).output, /All older keys are withdrawn/)
  assert.equal(await published(), 1)
})
