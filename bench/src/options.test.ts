import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserError } from '@saleday/local/user-error'
import { readOptions } from './options.ts'
import { quickRun, wholeRun } from './run-settings.ts'

const known = ['checkout', 'logins', 'search']

test('readOptions without a name means every measure, with names those, in the order in which they run', () => {
  assert.deepEqual(readOptions([], known).names, known)
  assert.deepEqual(readOptions(['search', 'checkout'], known).names, ['checkout', 'search'])
  assert.deepEqual(readOptions([], known).run, wholeRun)
  assert.deepEqual(readOptions([], known, ['search']).names, ['checkout', 'logins'])
  assert.deepEqual(readOptions(['search'], known, ['search']).names, ['search'])
})

test('readOptions takes a quick run, files, and another number of orders', () => {
  const { run, json, against } = readOptions(['--quick', '--json', 'a', '--against', 'b', '--orders', '5000'], known)
  assert.deepEqual({ run, json, against }, { run: { ...quickRun, orders: 5_000 }, json: 'a', against: 'b' })
})

test('readOptions refuses names, options and numbers that mean nothing, and says what there is', () => {
  for (const args of [['chekout'], ['--fast'], ['--orders', '10'], ['--orders', 'many'], ['--json']])
    assert.throws(() => readOptions(args, known), UserError, args.join(' '))
  assert.throws(() => readOptions(['chekout'], known), /chekout/)
})
