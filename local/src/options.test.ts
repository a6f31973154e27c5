import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOptions } from './options.ts'
import { UserError } from './user-error.ts'

test('readOptions, nothing given, gives two replicas on the usual ports with data in the project', () => {
  assert.deepEqual(readOptions([], {}, '/shop'), {
    replicas: 2,
    port: undefined,
    offset: 0,
    host: 'localhost',
    dataDir: '/shop/.saleday',
    watch: false,
    logs: false,
    tracing: false,
  })
})

test('readOptions, a relative folder for the data, takes it from where npm was called', () => {
  assert.equal(readOptions(['--data', 'mine'], { INIT_CWD: '/home/me' }, '/shop')?.dataDir, '/home/me/mine')
})

test('readOptions, an OTLP endpoint in the environment, switches tracing on', () => {
  assert.equal(readOptions([], { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, '/shop')?.tracing, true)
})

test('readOptions, a wrong option, names it and says what it may be', () => {
  for (const args of [
    ['--replicas', '0'],
    ['--replicas', '9'],
    ['--replicas', 'two'],
    ['--port', '70000'],
    ['--offset', '1.5'],
  ]) {
    assert.throws(
      () => readOptions(args, {}, '/shop'),
      (error) => error instanceof UserError && error.message.includes(`${args[0]} is '${args[1]}'`),
    )
  }
  assert.throws(() => readOptions(['--prot', '1'], {}, '/shop'), UserError)
  assert.throws(() => readOptions(['surplus'], {}, '/shop'), UserError)
})

test('readOptions, --help, gives nothing to start with', () => {
  assert.equal(readOptions(['--help'], {}, '/shop'), undefined)
})
