import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findK6, isNewEnough, k6Image, type Run } from './find-k6.ts'
import { k6Command, urlForK6 } from './k6-command.ts'

const machine =
  (programs: Record<string, string>): Run =>
  async (command) =>
    programs[command] ?? Promise.reject(new Error('ENOENT'))

test('k6 on the PATH comes first', async () => {
  const k6 = await findK6(machine({ k6: 'k6 v1.8.1 (go1.26.8, linux/amd64)\n', docker: '29.0' }))
  assert.deepEqual(k6, { from: 'path', says: 'k6 v1.8.1' })
})

test('without a k6 that is new enough Docker is used', async () => {
  for (const programs of [{ docker: '29.0' }, { docker: '29.0', k6: 'k6 v0.49.0 (go1.21)' }]) {
    assert.equal((await findK6(machine(programs))).from, 'docker')
  }
})

test('with neither the error says how to get one', async () => {
  await assert.rejects(findK6(machine({})), { name: 'UserError', message: /there is none/, advice: /brew install k6/ })
  await assert.rejects(findK6(machine({ k6: 'k6 v0.49.0' })), {
    message: /must be 1.0 or newer; this one is k6 v0.49.0/,
  })
})

test('k6 is new enough from 1.0 on', () => {
  assert.ok(isNewEnough('k6 v1.0.0') && isNewEnough('k6.exe v2.1.3') && isNewEnough('k6 v10.0.0'))
  assert.ok(!isNewEnough('k6 v0.57.0') && !isNewEnough('') && !isNewEnough('something else'))
})

const options = {
  loadDir: '/shop/load',
  runDir: '/data/run',
  planFile: '/data/run/plan.json',
  journalFile: '/data/run/journal.jsonl',
  user: '1:2',
}

test('the command of Docker sees the scripts and the folder of the run under the same names', () => {
  const { command, args } = k6Command({ ...options, k6: { from: 'docker', says: '' }, platform: 'linux' })
  assert.equal(command, 'docker')
  for (const part of [
    '--network=host',
    '--user=1:2',
    '--volume=/shop/load:/shop/load:ro',
    '--volume=/data/run:/data/run',
    k6Image,
  ]) {
    assert.ok(args.includes(part), part)
  }
  const direct = k6Command({ ...options, k6: { from: 'path', says: '' }, platform: 'linux' })
  assert.equal(direct.command, 'k6')
  assert.deepEqual(args.slice(args.indexOf(k6Image) + 1), direct.args)
})

test('Docker on macOS reaches the shop by the name that its machine has for this one', () => {
  const docker = { from: 'docker', says: '' } as const
  assert.equal(urlForK6('http://localhost:8080', docker, 'darwin'), 'http://host.docker.internal:8080')
  assert.equal(urlForK6('http://localhost:8080', docker, 'linux'), 'http://localhost:8080')
  assert.equal(urlForK6('http://localhost:8080', { from: 'path', says: '' }, 'darwin'), 'http://localhost:8080')
  assert.equal(urlForK6('http://localhost.example', docker, 'darwin'), 'http://localhost.example')
})
