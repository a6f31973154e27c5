import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOptions } from './options.ts'

test('kind:up without options takes the cluster saleday and whatever port it has', () => {
  assert.deepEqual(readOptions('kind:up', [], {}), {
    name: 'saleday',
    port: undefined,
    addonsDir: undefined,
    timeoutSeconds: 300,
  })
})

test('kind:up --addons is relative to where npm was called', () => {
  const options = readOptions('kind:up', ['--addons', 'offline', '--port', '8090'], { INIT_CWD: '/home/me' })
  assert.equal(options?.addonsDir, '/home/me/offline')
  assert.equal(options?.port, 8090)
})

test('an option of another command is refused', () => {
  assert.throws(() => readOptions('kind:down', ['--port', '8090'], {}), { name: 'UserError', message: /'--port'/ })
})

test('a value that cannot be is refused, and named', () => {
  for (const args of [['--port', '0'], ['--timeout', '1.5'], ['--name', 'My_Shop'], ['--name=-a']]) {
    assert.throws(() => readOptions('kind:up', args, {}), {
      name: 'UserError',
      message: /^--(port|timeout|name) is '/,
    })
  }
})

test('--help asks for nothing else', () => {
  assert.equal(readOptions('kind:status', ['-h'], {}), undefined)
})
