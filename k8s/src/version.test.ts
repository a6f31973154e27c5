import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOlder } from './version.ts'

test('versions are compared by number, not by letter', () => {
  assert.equal(isOlder('kind v0.33.0 go1.26.8 linux/amd64', '0.30.0'), false)
  assert.equal(isOlder('kind v0.9.0 go1.15.2 darwin/amd64', '0.30.0'), true)
  assert.equal(isOlder('Client Version: v1.34.0\nKustomize Version: v5.7.1', '1.34.0'), false)
  assert.equal(isOlder('Client Version: v1.33.9', '1.34.0'), true)
  assert.equal(isOlder('Client Version: v2.0.0', '1.34.0'), false)
})

test('what has no version is never too old', () => {
  assert.equal(isOlder('built from source', '1.34.0'), false)
})
