import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserError } from '@saleday/local/user-error'
import { readCommand } from './options.ts'

const labs = [1, 2, 3, 4]

test('a command is read', () => {
  assert.deepEqual(readCommand(['list'], labs), { kind: 'list' })
  assert.deepEqual(readCommand(['reset'], labs), { kind: 'reset' })
  assert.deepEqual(readCommand(['4'], labs), { kind: 'prepare', lab: 4 })
  assert.deepEqual(readCommand(['04', 'check'], labs), { kind: 'check', lab: 4 })
  assert.deepEqual(readCommand(['2', 'solve'], labs), { kind: 'solve', lab: 2 })
  assert.deepEqual(readCommand([], labs), { kind: 'help' })
  assert.deepEqual(readCommand(['--help'], labs), { kind: 'help' })
})

for (const args of [
  ['5'],
  ['0'],
  ['-1'],
  ['four'],
  ['4', 'cheat'],
  ['4', 'check', 'now'],
  ['list', '4'],
  ['reset', 'all'],
  ['1.5'],
]) {
  test(`'${args.join(' ')}' is refused, with what may be said`, () => {
    assert.throws(
      () => readCommand(args, labs),
      (error) => error instanceof UserError && error.advice.includes('npm run lab 4 check'),
    )
  })
}
