import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conditional } from './conditional.ts'

const answer = { body: Buffer.from('{}'), etag: '"abc"' }

test('conditional answers 304 without a body to a caller that has the bytes', () => {
  for (const tags of ['"abc"', 'W/"abc"', '"x", "abc"', '*']) {
    const { status, body, headers } = conditional(tags, answer, 'no-cache')
    assert.deepEqual([status, body, headers?.etag], [304, undefined, '"abc"'])
  }
})

test('conditional answers 200 with the bytes to anybody else', () => {
  for (const tags of [undefined, '', '"ab"', 'abc', '"x"'])
    assert.equal(conditional(tags, answer, 'no-cache').body, answer.body)
})
