import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readScenario, scenarioOf } from './read-scenario.ts'
import { lengthSeconds } from './scenario.ts'
import { shippedScenario } from './scenarios.ts'

const lines = (changes: Record<number, string> = {}): string =>
  [
    'name: small',
    'says: A small one',
    'checkoutsPerSecond: 5',
    'least: { checkoutsPerSecond: 4, othersPerCheckout: 5 }',
    'phases:',
    '  - { name: up, for: 500ms, rate: 1 }',
    '  - { name: there, for: 1.5m, rate: 1 }',
    'journeys: { checkout: 1, browse: 0.5 }',
    'thinkMs: [100, 200]',
    'doorbuster: { stock: 20 }',
    'events:',
    '  - { at: 20s, restart: auth, which: seed }',
    '  - { at: 10s, kill: order }',
    '  - at: 30s',
    '    bank: { slowMs: 500, duplicateWebhookShare: 0.5, for: 10s }',
    '  - { at: 50s, valkey: carts }',
    '  - { at: 60s, postgres: restart }',
  ]
    .map((line, index) => changes[index + 1] ?? line)
    .join('\n')

test('a scenario is read with its times in milliseconds, its defaults, and its events in order', () => {
  const scenario = scenarioOf(lines(), 'x.yaml')
  assert.deepEqual(scenario.phases, [
    { name: 'up', seconds: 0.5, share: 1 },
    { name: 'there', seconds: 90, share: 1 },
  ])
  assert.deepEqual(scenario.journeys, { checkout: 1, browse: 0.5, search: 0, cart: 0, history: 0, doorbuster: 0 })
  assert.deepEqual(scenario.thinkMs, { least: 100, most: 200 })
  assert.equal(scenario.leastOthersPerCheckout, 5)
  assert.equal(scenario.doorbusterStock, 20)
  assert.equal(scenario.expectSoldOut, false)
  assert.deepEqual(scenario.events, [
    { atMs: 10_000, kind: 'kill', service: 'order', which: 'in-flight' },
    { atMs: 20_000, kind: 'restart', service: 'auth', which: 'seed' },
    { atMs: 30_000, kind: 'bank', faults: { slowMs: 500, duplicateWebhookShare: 0.5 }, forMs: 10_000 },
    { atMs: 50_000, kind: 'valkey', service: 'carts' },
    { atMs: 60_000, kind: 'postgres' },
  ])
})

test('a kill may come again and again', () => {
  const { events } = scenarioOf(
    lines({ 12: '  - { at: 20s, kill: any, which: seed, every: 2s, until: 25s }', 13: '' }),
    'x.yaml',
  )
  assert.deepEqual(
    events.filter(({ kind }) => kind === 'kill'),
    [20_000, 22_000, 24_000].map((atMs) => ({ atMs, kind: 'kill', service: 'any', which: 'seed' })),
  )
  const refused = (event: string, message: RegExp) =>
    assert.throws(() => scenarioOf(lines({ 12: `  - ${event}` }), 'x.yaml'), { message })
  refused('{ at: 20s, kill: order, every: 2s }', /x\.yaml:12: .*every and until go together/)
  refused('{ at: 20s, kill: order, every: 2s, until: 91s }', /x\.yaml:12: .*until: is when the crowd has gone/)
  refused('{ at: 20s, kill: anybody }', /must be one of: .*any/)
})

test('events of a cluster are read with what each needs', () => {
  const events = [
    '  - { at: 1s, evict: cart, which: seed }',
    '  - { at: 2s, rollout: order }',
    '  - { at: 3s, rollout: order, to: v2 }',
    '  - { at: 4s, bad-rollout: order, for: 5s }',
    '  - { at: 5s, config: order, set: { LOG_LEVEL: debug, LEASE_MS: "4000" } }',
    '  - { at: 6s, scale: order, to: 4 }',
    '  - { at: 7s, drain: worker, for: 30s }',
    '  - { at: 8s, drain: node-2 }',
    '  - { at: 9s, uncordon: worker }',
    '  - { at: 10s, stop-node: worker, for: 1m }',
    '  - { at: 11s, start-node: worker }',
  ].join('\n')
  const scenario = scenarioOf(`${lines().split('\n').slice(0, 11).join('\n')}\n${events}\nlate: allowed`, 'x.yaml')
  assert.equal(scenario.lateAllowed, true)
  assert.equal(scenarioOf(lines(), 'x.yaml').lateAllowed, false)
  assert.deepEqual(scenario.events, [
    { atMs: 1_000, kind: 'evict', service: 'cart', which: 'seed' },
    { atMs: 2_000, kind: 'rollout', service: 'order', to: null },
    { atMs: 3_000, kind: 'rollout', service: 'order', to: 'v2' },
    { atMs: 4_000, kind: 'bad-rollout', service: 'order', forMs: 5_000 },
    { atMs: 5_000, kind: 'config', service: 'order', set: { LOG_LEVEL: 'debug', LEASE_MS: '4000' } },
    { atMs: 6_000, kind: 'scale', service: 'order', to: 4 },
    { atMs: 7_000, kind: 'drain', node: 'worker', forMs: 30_000 },
    { atMs: 8_000, kind: 'drain', node: 'node-2', forMs: null },
    { atMs: 9_000, kind: 'uncordon', node: 'worker' },
    { atMs: 10_000, kind: 'stop-node', node: 'worker', forMs: 60_000 },
    { atMs: 11_000, kind: 'start-node', node: 'worker' },
  ])
})

const bad: [string, Record<number, string>, RegExp][] = [
  ['a name with a space', { 1: 'name: a b' }, /x\.yaml:1: name: must be of small letters/],
  ['a rate that is no number', { 3: 'checkoutsPerSecond: many' }, /x\.yaml:3: checkoutsPerSecond: .*number/],
  [
    'more asked for than is sent',
    { 4: 'least: { checkoutsPerSecond: 6, othersPerCheckout: 5 }' },
    /x\.yaml:4: least\.checkoutsPerSecond: is more than/,
  ],
  [
    'a time without a unit',
    { 6: '  - { name: up, for: 5, rate: 1 }' },
    /x\.yaml:6: phases\[0\]\.for: must be a time such as 20s/,
  ],
  ['no plateau', { 7: '  - { name: there, for: 90s, rate: 0.5 }' }, /x\.yaml:6: phases: has no plateau/],
  ['a key that nobody knows', { 8: 'journeys: { checkout: 1, brows: 0.5 }' }, /x\.yaml:8: journeys: .*brows/],
  ['nobody who buys', { 8: 'journeys: { browse: 1 }' }, /x\.yaml:8: journeys: nobody buys/],
  ['a range upside down', { 9: 'thinkMs: [3, 1]' }, /x\.yaml:9: thinkMs: the first number/],
  [
    'a doorbuster that nobody buys',
    { 10: 'doorbuster: { expect: sold-out }' },
    /x\.yaml:10: doorbuster\.expect: nobody buys/,
  ],
  [
    'a service that there is not',
    { 13: '  - { at: 10s, kill: orders }' },
    /x\.yaml:13: events\[1\]\.kill: must be one of: auth/,
  ],
  [
    'a bad rollout without an end',
    { 13: '  - { at: 9s, bad-rollout: order }' },
    /x\.yaml:13: events\[1\]\.for: must be a time/,
  ],
  [
    'a setting that is no text',
    { 13: '  - { at: 9s, config: order, set: { A: 5 } }' },
    /x\.yaml:13: events\[1\]\.set\.A: must be text/,
  ],
  [
    'no settings',
    { 13: '  - { at: 9s, config: order, set: {} }' },
    /x\.yaml:13: events\[1\]\.set: must hold a setting/,
  ],
  ['a scale to nothing', { 13: '  - { at: 9s, scale: order, to: 0 }' }, /x\.yaml:13: events\[1\]\.to: /],
  ['an event that is none', { 13: '  - { at: 10s }' }, /x\.yaml:13: events\[1\]: must name one of: kill, restart/],
  ['an event that is two', { 13: '  - { at: 10s, kill: order, restart: order }' }, /x\.yaml:13: .*must name one of/],
  [
    'an event after the end',
    { 13: '  - { at: 2m, kill: order }' },
    /x\.yaml:13: events\[1\]\.at: is when the crowd has gone/,
  ],
  ['a fault that there is not', { 15: '    bank: { slow: 5, for: 1s }' }, /x\.yaml:15: events\[2\]\.bank: .*slow/],
  ['a fault without an end', { 15: '    bank: { slowMs: 5 }' }, /x\.yaml:15: events\[2\]\.bank\.for: must be a time/],
  [
    'faults at once',
    { 16: '  - { at: 35s, bank: { down: true, for: 1s } }' },
    /x\.yaml:12: events: the bank has faults from 30 s/,
  ],
  ['no YAML', { 8: 'journeys: { checkout: 1' }, /x\.yaml:\d+: /],
  ['a key twice', { 2: 'name: again' }, /x\.yaml:2: .*unique/],
]
for (const [what, changes, message] of bad) {
  test(`a scenario with ${what} is refused with file and line`, () => {
    assert.throws(() => scenarioOf(lines(changes), 'x.yaml'), { name: 'UserError', message })
  })
}

test('everything that is wrong with a scenario is told at once, in the order of the lines', () => {
  const text = lines({ 9: 'thinkMs: 5', 3: 'checkoutsPerSecond: -1' })
  assert.throws(() => scenarioOf(text, 'x.yaml'), { message: /^x\.yaml:3: .*\nx\.yaml:9: [^\n]*$/ })
})

test('a scenario file that is empty or not there is refused with its name', () => {
  assert.throws(() => scenarioOf('', 'x.yaml'), { message: /^x\.yaml:1: / })
  assert.throws(() => readScenario('/nowhere/x.yaml'), {
    name: 'UserError',
    message: /\/nowhere\/x\.yaml cannot be read/,
  })
})

test('a sale day in a cluster kills six times, rolls out everything, drains, and has a bad version, other settings and a bank with faults', () => {
  const { events, leastCheckoutsPerSecond, leastOthersPerCheckout, phases } = shippedScenario('sale-day', 'cluster')
  const times = (kind: string): number => events.filter((event) => event.kind === kind).length
  assert.ok(times('kill') >= 6 && times('bank') === 2)
  assert.deepEqual([times('drain'), times('bad-rollout'), times('config')], [1, 1, 1])
  const rolled = events.flatMap((event) => (event.kind === 'rollout' ? [event.service] : []))
  assert.deepEqual(rolled.sort(), ['auth', 'cart', 'order', 'payment', 'product'])
  assert.deepEqual([lengthSeconds({ phases }), leastCheckoutsPerSecond, leastOthersPerCheckout], [360, 10, 5])
  const doors = phases.findIndex(({ name }) => name === 'doors open')
  assert.ok(phases[doors]!.share / phases[doors - 1]!.share >= 20 && phases[doors]!.seconds <= 5)
})

test('a sale day kills order, payment, product and cart, restarts one, and has a bank with faults', () => {
  const { events, checkoutsPerSecond, leastCheckoutsPerSecond, phases } = shippedScenario('sale-day')
  const killed = new Set(events.flatMap((event) => (event.kind === 'kill' ? [event.service] : [])))
  assert.deepEqual([...killed].sort(), ['cart', 'order', 'payment', 'product'])
  assert.ok(events.some(({ kind }) => kind === 'restart') && events.some(({ kind }) => kind === 'bank'))
  assert.ok(checkoutsPerSecond >= 30 && leastCheckoutsPerSecond >= 30)
  const doors = phases.findIndex(({ name }) => name === 'doors open')
  assert.ok(phases[doors]!.share / phases[doors - 1]!.share >= 20 && phases[doors]!.seconds <= 5)
})
