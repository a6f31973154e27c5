import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CommandError, createRunner } from './run.ts'

const { run } = createRunner()
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => assert.fail('it did not fail'),
    (error) => error as CommandError,
  )

test('run, a program that ends well, gives its output', async () => {
  assert.equal(await run('cat', [], { input: 'hello' }), 'hello')
})

test('run, a program that fails, names the command, its exit code and its last words', async () => {
  const error = await failureOf(run('sh', ['-c', 'seq 40 >&2; exit 3']))
  assert.ok(error instanceof CommandError)
  assert.equal(error.exitCode, 3)
  assert.match(error.message, /^sh -c seq 40 >&2; exit 3\nended with exit code 3:\n26\n(.|\n)*\n40$/)
})

test('run, a program that is not there, says so', async () => {
  const error = await failureOf(run('no-such-program', []))
  assert.equal(error.isMissing, true)
  assert.match(error.message, /is not there$/)
})

test('run, a program that takes too long, is ended', async () => {
  const error = await failureOf(run('sleep', ['10'], { timeoutMs: 50 }))
  assert.equal(error.exitCode, undefined)
  assert.match(error.message, /did not end in time$/)
})

test('stop, a program that is running, is ended with us', async () => {
  const runner = createRunner()
  const ended = failureOf(runner.run('sleep', ['10']))
  runner.stop()
  assert.match((await ended).message, /was ended by SIGTERM$/)
})
