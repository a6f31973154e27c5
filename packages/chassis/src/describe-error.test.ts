import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeError } from './describe-error.ts'

test('describeError keeps what happened and where, and leaves out the data that errors carry', () => {
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Failing row contains (tok_secret)',
  })
  const error = Object.assign(new TypeError('no', { cause }), { command: { args: ['a-guest'] } })
  const described = describeError(error)
  assert.deepEqual([described.type, described.message, described.cause?.code], ['TypeError', 'no', '23505'])
  assert.match(described.stack!, /describe-error.test/)
  assert.doesNotMatch(JSON.stringify(described), /tok_secret|a-guest/)
})

test('describeError ends, also for an error that is its own cause, and takes what is no error', () => {
  const error = new Error('again')
  error.cause = error
  assert.equal(describeError(error).cause?.cause?.cause?.cause, undefined)
  assert.deepEqual(describeError('text'), { type: 'string', message: 'text' })
})
