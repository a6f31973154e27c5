import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

/** The life of a real process: probes, drain, exit codes. */
const main = fileURLToPath(new URL('./example-main.ts', import.meta.url))
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await once(server.close(), 'close')
  return port
}

async function start(environment: Record<string, string> = {}) {
  const [port, adminPort] = [await freePort(), await freePort()]
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: String(port),
      ADMIN_PORT: String(adminPort),
      DRAIN_LINGER_MS: '500',
      ...environment,
    },
  })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  const probe = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${adminPort}${path}`, { signal: AbortSignal.timeout(800) }).catch(
      () => undefined,
    )
    return response && { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  const until = async (path: string, status: number) => {
    for (let n = 0; n < 200; n++, await sleep(25)) if ((await probe(path))?.status === status) return
    throw new Error(`${path} never said ${status}: ${output}`)
  }
  return { child, exited, probe, until, url: `http://127.0.0.1:${port}`, output: () => output }
}

describe('the probes', { timeout: 20_000 }, () => {
  test('startup is bad until the process is warm; readiness follows; a dependency that is away changes neither', async () => {
    const { probe, until, child, exited } = await start({ WARM_UP_MS: '600' })
    await until('/livez', 200)
    assert.equal((await probe('/startupz'))?.status, 503)
    assert.equal((await probe('/readyz'))?.status, 503)
    await until('/startupz', 200)
    await until('/readyz', 200)
    assert.deepEqual((await probe('/readyz?verbose'))?.body.dependencies, { good: 'up', bad: 'down' })
    child.kill('SIGKILL')
    await exited
  })

  test('liveness goes bad when the event loop is stuck', async () => {
    const { probe, until, child, exited } = await start()
    await until('/readyz', 200)
    await probe('/block')
    assert.equal(await probe('/livez'), undefined)
    await until('/livez', 200)
    child.kill('SIGKILL')
    await exited
  })

  test('readiness goes bad at SIGTERM, while liveness stays good and requests are still taken', async () => {
    const { probe, until, child, exited, url } = await start()
    await until('/readyz', 200)
    child.kill('SIGTERM')
    await until('/readyz', 503)
    assert.equal((await probe('/livez'))?.status, 200)
    assert.equal((await probe('/startupz'))?.status, 200)
    const late = await fetch(`${url}/api/slow/0`)
    assert.deepEqual([late.status, late.headers.get('connection')], [200, 'close'])
    assert.equal((await exited).code, 0)
  })
})

describe('SIGTERM', { timeout: 20_000 }, () => {
  test('under a steady load, with kept-alive connections, loses no request; streams end; what is open is closed', async () => {
    const { until, child, exited, url, output } = await start({ DRAIN_LINGER_MS: '1500' })
    await until('/readyz', 200)
    const stream = fetch(`${url}/api/events`).then((response) => response.text())
    const agent = new Agent({ keepAlive: true, maxSockets: 10 })
    let refused = 0
    const results: (number | string)[] = []
    const one = () =>
      new Promise<void>((resolve) => {
        const sent = request(`${url}/api/slow/20`, { agent }, (response) => {
          results.push(response.statusCode!)
          response.resume().on('end', resolve)
        })
        sent.on('error', (error: NodeJS.ErrnoException) => {
          if (error.code === 'ECONNREFUSED')
            refused++ // after the door was closed: a gateway would have gone elsewhere long before
          else results.push(error.code!)
          resolve()
        })
        sent.end()
      })
    const end = Date.now() + 1_200
    const callers = Array.from({ length: 10 }, async () => {
      while (Date.now() < end) await one()
    })
    await sleep(400)
    child.kill('SIGTERM')
    await Promise.all(callers)
    assert.ok(results.length > 100)
    assert.deepEqual([...new Set(results)], [200])
    assert.equal(refused, 0)
    assert.match(await stream, /event: bye/)
    assert.deepEqual(await exited, { code: 0, signal: null })
    assert.match(output(), /closed/)
    assert.match(output(), /"msg":"drained"/)
  })

  test('a request that takes longer than the drain may is cut off, and the process says so', async () => {
    const { until, child, exited, url, output } = await start({ DRAIN_LIMIT_MS: '1000' })
    await until('/readyz', 200)
    const cut = fetch(`${url}/api/slow/5000`).then(
      () => 'answered',
      () => 'cut',
    )
    await sleep(100)
    child.kill('SIGTERM')
    assert.deepEqual(await exited, { code: 1, signal: null })
    assert.equal(await cut, 'cut')
    assert.match(output(), /the drain took too long/)
  })

  test('during the warm-up ends the process at once', async () => {
    const { until, child, exited } = await start({ WARM_UP_MS: '10000' })
    await until('/livez', 200)
    child.kill('SIGTERM')
    assert.deepEqual(await exited, { code: 0, signal: null })
  })
})

describe('a start that cannot work', { timeout: 20_000 }, () => {
  test('settings that are wrong: exit 2, and all of them are named', async () => {
    const { exited, output } = await start({ PORT: '70000', LOG_LEVEL: 'loud' })
    assert.deepEqual(await exited, { code: 2, signal: null })
    assert.match(output(), /PORT is "70000"; it must be a whole number from 0 to 65535/)
    assert.match(output(), /LOG_LEVEL is "loud"; it must be one of debug, info/)
  })

  test('a port that is in use: exit 1, and the log names it', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as { port: number }
    const { exited, output } = await start({ PORT: String(port) })
    assert.deepEqual(await exited, { code: 1, signal: null })
    assert.match(output(), new RegExp(`EADDRINUSE.*${port}`))
    taken.close()
  })
})
