import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choosePlace } from './choose-place.ts'
import { readOptions } from './options.ts'

const from = { folder: '/home/me', repository: '/saleday' }

test('npm run console listens on this machine alone, at 8090, unless it is told otherwise', () => {
  const nothing = { on: undefined, context: undefined, port: 8090, host: '127.0.0.1', dataDir: '/saleday/.saleday' }
  assert.deepEqual(readOptions([], from), nothing)
  const args = ['--on', 'local', '--port', '9000', '--host', '0.0.0.0', '--data', 'data']
  const told = { on: 'local', context: undefined, port: 9000, host: '0.0.0.0', dataDir: '/home/me/data' }
  assert.deepEqual(readOptions(args, from), told)
  assert.equal(readOptions(['--help'], from), undefined)
})

test('npm run console says which option is wrong, and what it may be', () => {
  assert.throws(() => readOptions(['--on', 'moon'], from), /--on is 'moon', but must be local or cluster/)
  assert.throws(() => readOptions(['--port', '0'], from), /--port is '0'/)
  assert.throws(() => readOptions(['--on', 'local', '--context', 'x'], from), /--context is for a cluster/)
  assert.throws(() => readOptions(['--colour'], from), { name: 'UserError', message: /'--colour'/ })
})

test('the console looks where it is told, else at the cluster that has the shop, else at this machine', async () => {
  const never = () => assert.fail('nobody needs to ask')
  assert.equal(await choosePlace({ on: 'local', context: undefined }, never), 'local')
  assert.equal(await choosePlace({ on: undefined, context: 'prod' }, never), 'cluster')
  assert.equal(await choosePlace({ on: undefined, context: undefined }, async () => true), 'cluster')
  assert.equal(await choosePlace({ on: undefined, context: undefined }, async () => false), 'local')
  const unreachable = () => Promise.reject(new Error('no kubeconfig'))
  assert.equal(await choosePlace({ on: undefined, context: undefined }, unreachable), 'local')
})
