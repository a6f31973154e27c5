import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smoke } from '../scenarios/smoke.ts'
import { readOptions } from './options.ts'

const read = (...args: string[]) => readOptions(args, () => 99, '/here')

test('sale-day without options is a smoke day with a new seed', () => {
  assert.deepEqual(read(), { scenario: smoke, seed: 99, kills: [], elsewhere: undefined, dataDir: undefined })
})

test('sale-day --rate changes the rate, and what the scenario asks for at least in proportion', () => {
  const scenario = read('--scenario', 'smoke', '--rate', '6')?.scenario
  assert.equal(scenario?.checkoutsPerSecond, 6)
  assert.equal(scenario?.leastCheckoutsPerSecond, 5)
})

test('sale-day --kill takes a list, more than once, and puts it in order of time', () => {
  assert.deepEqual(read('--kill', 'order@10s,product@2.5s', '--kill', 'order@1s')?.kills, [
    { service: 'order', atMs: 1_000 },
    { service: 'product', atMs: 2_500 },
    { service: 'order', atMs: 10_000 },
  ])
})

test('sale-day --url with --customers goes elsewhere, to a file beside the caller', () => {
  const elsewhere = read('--url', 'http://shop.example:81/', '--customers', 'crowd.jsonl')?.elsewhere
  assert.deepEqual(elsewhere, { url: 'http://shop.example:81', customersFile: '/here/crowd.jsonl' })
})

test('sale-day --data is a folder beside the caller', () => {
  assert.equal(read('--data', 'other')?.dataDir, '/here/other')
})

test('sale-day --help gives no options', () => {
  assert.equal(read('--help'), undefined)
})

const bad: [string[], RegExp][] = [
  [['--scenario', 'sale'], /--scenario is 'sale', but must be one of: smoke/],
  [['--scenario', 'toString'], /--scenario is 'toString'/],
  [['--rate', '0'], /--rate is '0'/],
  [['--rate', 'fast'], /--rate is 'fast'/],
  [['--rate=-1'], /--rate is '-1'/],
  [['--seed', '1.5'], /--seed is '1.5'/],
  [['--kill', 'order'], /--kill has 'order', but must be like order@10s/],
  [['--kill', 'bank@3s'], /--kill has 'bank@3s'/],
  [['--kill', 'order@30s'], /smoke is over after 30 s/],
  [['--kill', ''], /--kill has ''/],
  [['--url', 'http://a.example'], /--url and --customers go together/],
  [['--customers', 'x'], /--url and --customers go together/],
  [['--url', 'nowhere', '--customers', 'x'], /--url is 'nowhere'/],
  [['--url', 'http://a.example', '--customers', 'x', '--kill', 'order@1s'], /do not go with --url/],
  [['--url', 'http://a.example', '--customers', 'x', '--data', 'd'], /do not go with --url/],
  [['--speed', '3'], /Unknown option '--speed'/],
  [['smoke'], /Unexpected argument 'smoke'/],
]
for (const [args, message] of bad) {
  test(`sale-day ${args.join(' ')} is refused with the reason and the usage`, () => {
    assert.throws(() => read(...args), { name: 'UserError', message, advice: /Exit codes/ })
  })
}
