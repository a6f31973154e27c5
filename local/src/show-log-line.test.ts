import assert from 'node:assert/strict'
import { test } from 'node:test'
import { showLogLine } from './show-log-line.ts'

const line = (fields: object) => JSON.stringify(fields)

test('showLogLine, an info line, is shown only where all are asked for', () => {
  const info = line({ level: 'info', msg: 'ready' })
  assert.equal(showLogLine('order', info, false), undefined)
  assert.equal(showLogLine('order', info, true), 'order    info  ready')
})

test('showLogLine, an error, is shown short with its cause and request', () => {
  const error = line({ level: 'error', msg: 'request failed', err: { message: 'no\nstack' }, requestId: 'r-1' })
  assert.equal(showLogLine('order', error, false), 'order    error request failed: no [r-1]')
})

test('showLogLine, a line that is not of the log, is shown only where all are asked for', () => {
  assert.equal(showLogLine('cart', 'Debugger attached', false), undefined)
  assert.equal(showLogLine('cart', 'Debugger attached', true), 'cart     Debugger attached')
})
