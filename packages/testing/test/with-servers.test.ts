import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import test from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { embeddedServers } from '../src/embedded-servers.ts'
import { postgresVariable, valkeyVariable } from '../src/test-servers.ts'

const script = join(import.meta.dirname, '../src/with-servers.ts')
const showUrls = `console.log(process.env.${postgresVariable} + ' ' + process.env.${valkeyVariable})`
const { [postgresVariable]: _, [valkeyVariable]: __, VALKEY_URL: ___, ...withoutServers } = process.env

test('with-servers runs the command with both servers, passes its exit code on and stops them', async () => {
  const child = run(['node', '-e', `${showUrls}; process.exitCode = 7`], withoutServers)
  const [output, [code]] = await Promise.all([text(child.stdout!), once(child, 'exit')])
  assert.equal(code, 7)
  await assertStopped(output)
})

test('with-servers, interrupted like by Ctrl-C, waits for the command and stops the servers', async () => {
  const child = run(
    ['node', '-e', `process.on('SIGINT', () => process.exit(5)); setInterval(() => {}, 1000); ${showUrls}`],
    withoutServers,
  )
  const [output] = await once(child.stdout!, 'data')
  process.kill(-child.pid!, 'SIGINT')
  assert.deepEqual(await once(child, 'exit'), [5, null])
  await assertStopped(String(output))
})

test('with-servers, where the environment names the servers, starts none', async () => {
  const given = { ...withoutServers, [postgresVariable]: 'postgres://given', VALKEY_URL: 'redis://given' }
  const child = run(['node', '-e', showUrls], given)
  assert.equal((await text(child.stdout!)).trim(), 'postgres://given redis://given')
})

test('with-servers without a command says how it is used; one that is not there ends with 127', async () => {
  const usage = run([], withoutServers)
  assert.match(await text(usage.stderr!), /Usage/)
  const given = { ...withoutServers, [postgresVariable]: 'postgres://given', VALKEY_URL: 'redis://given' }
  assert.deepEqual(await once(run(['no-such-program'], given), 'exit'), [127, null])
})

test('embeddedServers, where there is no Docker, are up in seconds; those of a killed run are ended by the next', async () => {
  const program = `
    import { embeddedServers } from ${JSON.stringify(new URL('../src/embedded-servers.ts', import.meta.url).href)}
    const { postgresUrl, valkeyUrl } = await embeddedServers({ postgres: true, valkey: true }, () => {})
    console.log(postgresUrl, valkeyUrl); setInterval(() => {}, 1000)`
  const killed = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [left] = await once(killed.stdout!, 'data')
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  const servers = await embeddedServers({ postgres: true, valkey: true }, () => undefined)
  await assertStopped(String(left))
  assert.ok(await answers(servers.postgresUrl!))
  assert.ok(await answers(servers.valkeyUrl!))
  await servers.stop()
  await assertStopped(`${servers.postgresUrl} ${servers.valkeyUrl}`)
})

/** In a process group of its own, as a terminal would have it. */
function run(command: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const args = command.length ? [script, '--', ...command] : [script]
  return spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
}

async function assertStopped(urls: string): Promise<void> {
  for (const url of urls.trim().split(' ')) {
    for (let tries = 0; tries < 20 && (await answers(url)); tries++) await sleep(50)
    assert.equal(await answers(url), false, `${url} still answers`)
  }
}

async function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
