import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readCleanOptions, readOptions } from './options.ts'
import { clusterScenariosDir, scenariosDir, shippedScenario } from './scenarios.ts'

const read = (...args: string[]) => readOptions(args, () => 99, '/here')

test('sale-day without options is the whole day with a new seed', () => {
  const options = read()
  assert.deepEqual(options?.scenario, shippedScenario('sale-day'))
  assert.equal(options?.seed, 99)
  assert.equal(options?.command, 'npm run sale-day -- --scenario sale-day --seed 99')
  assert.deepEqual([options?.elsewhere, options?.cluster, options?.dataDir], [undefined, undefined, undefined])
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

test('sale-day --on kind is the cluster of npm run kind:up, or another one of kind, with the scenarios for a cluster', () => {
  const options = read('--on', 'kind')
  const cluster = {
    isKind: true,
    context: 'kind-saleday',
    url: undefined,
    auditUrlsFile: undefined,
    runners: undefined,
  }
  assert.deepEqual(options?.cluster, cluster)
  assert.deepEqual(options?.scenario, shippedScenario('sale-day', 'cluster'))
  assert.equal(options?.command, 'npm run sale-day -- --scenario sale-day --on kind --seed 99')
  assert.equal(read('--on', 'kind', '--context', 'kind-other')?.cluster?.context, 'kind-other')
  assert.equal(read('--on', 'kind', '--scenario', 'smoke', '--kill', 'order@3s')?.scenario.events.length, 1)
})

test('sale-day --on cluster is at a URL, in the current context or another one, with databases elsewhere if it says so', () => {
  const args = ['--on', 'cluster', '--url', 'https://shop.example/']
  const cluster = {
    isKind: false,
    context: undefined,
    url: 'https://shop.example',
    auditUrlsFile: undefined,
    runners: undefined,
  }
  assert.deepEqual(read(...args)?.cluster, cluster)
  assert.equal(read(...args)?.elsewhere, undefined)
  const more = read(...args, '--context', 'prod', '--audit-urls', 'urls.json')?.cluster
  assert.deepEqual([more?.context, more?.auditUrlsFile], ['prod', '/here/urls.json'])
})

test('what only a cluster can do is refused on this machine, and what only kind can do elsewhere', () => {
  const rolling = join(clusterScenariosDir, 'rolling-update.yaml')
  assert.throws(() => read('--scenario', rolling), { message: /needs a cluster: rolling-update has the event rollout/ })
  const args = ['--on', 'cluster', '--url', 'http://a.example', '--scenario', 'node-loss']
  assert.throws(() => read(...args), { message: /needs --on kind: node-loss has the event stop-node/ })
})

test('sale-day clean is for a cluster, kind without a word', () => {
  assert.equal(readCleanOptions([]).context, 'kind-saleday')
  assert.deepEqual(readCleanOptions(['--on', 'cluster', '--context', 'prod']).context, 'prod')
  assert.throws(() => readCleanOptions(['--on', 'local']), { message: /must be kind or cluster/ })
  assert.throws(() => readCleanOptions(['--rate', '5']), { message: /--rate does not go with clean/ })
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
  [['--on', 'moon'], /--on is 'moon', but must be one of: local, kind, cluster/],
  [['--context', 'x'], /go with --on kind or --on cluster/],
  [['--on', 'kind', '--url', 'http://a.example'], /do not go with --on kind/],
  [['--on', 'kind', '--data', 'd'], /do not go with --on kind/],
  [['--on', 'cluster'], /--on cluster wants --url/],
  [['--on', 'cluster', '--url', 'nowhere'], /--url is 'nowhere'/],
  [['--speed', '3'], /Unknown option '--speed'/],
  [['smoke'], /Unexpected argument 'smoke'/],
]
test('sale-day --scenario with a name that there is not is refused with those that there are', () => {
  const message =
    /--scenario is 'sale', but must be one of: flash-sale, pod-kill, sale-day, siege, smoke, steady; or the path/
  assert.throws(() => read('--scenario', 'sale'), { name: 'UserError', message })
  assert.throws(() => read('--scenario', 'toString'), { name: 'UserError', message: /is 'toString'/ })
  assert.throws(() => read('--scenario', './none.yaml'), { name: 'UserError', message: /is '\.\/none\.yaml'/ })
})

for (const [args, message] of bad) {
  test(`sale-day ${args.join(' ')} is refused with the reason and the usage`, () => {
    assert.throws(() => read(...args), { name: 'UserError', message, advice: /Exit codes/ })
  })
}

test('sale-day --from inside is a crowd of three runners, or of more, in a cluster', () => {
  const runners = (...args: string[]) => read('--on', 'kind', ...args)?.cluster?.runners
  assert.equal(runners('--from', 'here'), undefined)
  assert.equal(runners('--from', 'inside'), 3)
  assert.equal(runners('--from', 'inside', '--runners', '8'), 8)
  assert.equal(
    read('--on', 'kind', '--from', 'inside')?.command,
    'npm run sale-day -- --scenario sale-day --on kind --from inside --seed 99',
  )
})

test('runners without a cluster, without --from inside, or without a number are refused', () => {
  assert.throws(() => read('--from', 'inside'), { message: /--from inside .*go with --on kind/ })
  assert.throws(() => read('--on', 'kind', '--runners', '2'), { message: /--runners goes with --from inside/ })
  assert.throws(() => read('--on', 'kind', '--from', 'moon'), { message: /must be here or inside/ })
  assert.throws(() => read('--on', 'kind', '--from', 'inside', '--runners', '0'), { message: /from 1 to 100/ })
})
