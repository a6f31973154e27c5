import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readOptions } from './options.ts'
import { scenariosDir, shippedScenario } from './scenarios.ts'

const read = (...args: string[]) => readOptions(args, () => 99, '/here')

test('sale-day without options is the whole day with a new seed', () => {
  const options = read()
  assert.deepEqual(options?.scenario, shippedScenario('sale-day'))
  assert.equal(options?.seed, 99)
  assert.equal(options?.command, 'npm run sale-day -- --scenario sale-day --seed 99')
  assert.deepEqual([options?.elsewhere, options?.dataDir], [undefined, undefined])
})

test('sale-day --scenario takes a name, and the path of a file beside the caller', () => {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-options-'))
  writeFileSync(
    join(folder, 'mine.yaml'),
    readFileSync(join(scenariosDir, 'smoke.yaml'), 'utf8').replace('smoke', 'mine'),
  )
  assert.equal(read('--scenario', 'sale-day')?.scenario.name, 'sale-day')
  assert.equal(readOptions(['--scenario', './mine.yaml'], () => 1, folder)?.scenario.name, 'mine')
  assert.equal(read('--scenario', join(folder, 'mine.yaml'))?.scenarioFile, join(folder, 'mine.yaml'))
  writeFileSync(join(folder, 'bad.yaml'), 'name: bad\nsays: 5\n')
  assert.throws(() => read('--scenario', join(folder, 'bad.yaml')), { name: 'UserError', message: /bad\.yaml:2: says/ })
  rmSync(folder, { recursive: true })
})

test('sale-day --rate changes the rate, and what the scenario asks for at least in proportion', () => {
  const scenario = read('--scenario', 'smoke', '--rate', '6')?.scenario
  assert.equal(scenario?.checkoutsPerSecond, 6)
  assert.equal(scenario?.leastCheckoutsPerSecond, 5)
})

test('sale-day --kill takes a list, more than once, and adds it to what the scenario has, in order of time', () => {
  const kill = (service: string, atMs: number) => ({ atMs, kind: 'kill', service, which: 'in-flight' })
  const kills = ['--kill', 'order@10s,product@2.5s', '--kill', 'order@1s']
  const options = read('--scenario', 'smoke', ...kills)
  assert.deepEqual(options?.scenario.events, [kill('order', 1_000), kill('product', 2_500), kill('order', 10_000)])
  assert.equal(
    options?.command,
    'npm run sale-day -- --scenario smoke --kill order@10s,product@2.5s --kill order@1s --seed 99',
  )
  const podKill = read('--scenario', 'pod-kill', '--kill', 'cart@30s')?.scenario.events
  assert.deepEqual(podKill, [kill('payment', 25_000), kill('cart', 30_000)])
})

test('sale-day elsewhere leaves out the timetable, which has nothing to act on there', () => {
  const options = read('--scenario', 'pod-kill', '--url', 'http://a.example', '--customers', 'x')
  assert.deepEqual(options?.scenario.events, [])
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
  [['--rate', '0'], /--rate is '0'/],
  [['--rate', 'fast'], /--rate is 'fast'/],
  [['--rate=-1'], /--rate is '-1'/],
  [['--seed', '1.5'], /--seed is '1.5'/],
  [['--kill', 'order'], /--kill has 'order', but must be like order@10s/],
  [['--kill', 'bank@3s'], /--kill has 'bank@3s'/],
  [['--scenario', 'smoke', '--kill', 'order@30s'], /smoke is over after 30 s/],
  [['--kill', ''], /--kill has ''/],
  [['--url', 'http://a.example'], /--url and --customers go together/],
  [['--customers', 'x'], /--url and --customers go together/],
  [['--url', 'nowhere', '--customers', 'x'], /--url is 'nowhere'/],
  [['--url', 'http://a.example', '--customers', 'x', '--kill', 'order@1s'], /do not go with --url/],
  [['--url', 'http://a.example', '--customers', 'x', '--data', 'd'], /do not go with --url/],
  [['--url', 'http://a.example', '--customers', 'x', '--scenario', 'flash-sale'], /needs the stock/],
  [['--speed', '3'], /Unknown option '--speed'/],
  [['smoke'], /Unexpected argument 'smoke'/],
]
test('sale-day --scenario with a name that there is not is refused with those that there are', () => {
  const message = /--scenario is 'sale', but must be one of: flash-sale, pod-kill, sale-day, smoke, steady; or the path/
  assert.throws(() => read('--scenario', 'sale'), { name: 'UserError', message })
  assert.throws(() => read('--scenario', 'toString'), { name: 'UserError', message: /is 'toString'/ })
  assert.throws(() => read('--scenario', './none.yaml'), { name: 'UserError', message: /is '\.\/none\.yaml'/ })
})

for (const [args, message] of bad) {
  test(`sale-day ${args.join(' ')} is refused with the reason and the usage`, () => {
    assert.throws(() => read(...args), { name: 'UserError', message, advice: /Exit codes/ })
  })
}
