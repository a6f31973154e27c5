import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clock, fit, plural, rate, visibleLength, wait } from './live-text.ts'

test('waits, rates and times take as few columns as they need', () => {
  assert.deepEqual(
    [wait(null), wait(4.25), wait(48.2), wait(1340), wait(30_000)],
    ['–', '4.3 ms', '48 ms', '1.3 s', '30 s'],
  )
  assert.deepEqual([rate(null), rate(31.25), rate(1234.5)], ['–', '31.3', '1,235'])
  assert.deepEqual([clock(-5), clock(65_900), clock(600_000)], ['0:00', '1:05', '10:00'])
  assert.deepEqual([plural(1, 'checkout'), plural(2, 'process', 'processes')], ['1 checkout', '2 processes'])
})

test('a line that is too long is cut, and its colours are ended', () => {
  assert.equal(fit('abcdef', 6), 'abcdef')
  assert.equal(fit('abcdefg', 6), 'abcde…\x1b[0m')
  assert.equal(fit('\x1b[31mabc\x1b[39m', 3), '\x1b[31mabc\x1b[39m')
  assert.equal(visibleLength(fit('\x1b[31mabcdefgh\x1b[39m', 5)), 5)
})
