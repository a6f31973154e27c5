import assert from 'node:assert/strict'
import type { Profiler } from 'node:inspector'
import { test } from 'node:test'
import { callTree, sharesOf } from './call-tree.ts'
import { flameGraph } from './flame-graph.ts'

const node = (id: number, functionName: string, url: string, children: number[] = []): Profiler.ProfileNode => ({
  id,
  children,
  callFrame: { functionName, url, lineNumber: 4, columnNumber: 0, scriptId: '0' },
})

/** A millisecond a sample; the root waits for two, and another function never got a sample. */
const taken: Profiler.Profile = {
  nodes: [
    node(1, '(root)', '', [2, 3, 8]),
    node(2, '(idle)', ''),
    node(3, 'answer', 'file:///shop/services/cart/src/routes.ts', [4, 5, 6, 7]),
    node(4, 'send', 'file:///shop/node_modules/express/lib/response.js'),
    node(5, 'verify', 'file:///shop/node_modules/@saleday/x/node_modules/@panva/jose/verify.js'),
    node(6, '', 'node:internal/streams'),
    node(7, 'never <seen>', 'file:///shop/services/cart/src/cart.ts'),
    node(8, '(garbage collector)', ''),
  ],
  startTime: 0,
  endTime: 10_000,
  samples: [2, 2, 3, 3, 4, 4, 5, 6, 8, 2],
  timeDeltas: Array.from({ length: 10 }, () => 1_000),
}

test('callTree sums the samples of what worked, by function', () => {
  const root = callTree(taken, '/shop')
  assert.deepEqual([root.name, root.selfUs, root.totalUs], ['all', 0, 7_000])
  const [answer, collector] = root.callees
  assert.deepEqual(
    [answer!.name, answer!.place, answer!.origin, answer!.selfUs, answer!.totalUs],
    ['answer', 'services/cart/src/routes.ts:5', 'shop', 2_000, 6_000],
  )
  assert.deepEqual(
    answer!.callees.map(({ name, place, origin }) => [name, place, origin]),
    [
      ['send', 'express/lib/response.js:5', 'library'],
      ['verify', '@panva/jose/verify.js:5', 'library'],
      ['(anonymous)', 'node:internal/streams:5', 'node'],
    ],
  )
  assert.deepEqual([collector!.name, collector!.origin], ['(garbage collector)', 'engine'])
})

test('sharesOf gives each package and each function its own time', () => {
  const { parties, functions } = sharesOf(callTree(taken, '/shop'))
  const percent = (shares: { name: string; share: number }[]) =>
    Object.fromEntries(shares.map(({ name, share }) => [name, Math.round(share * 700)]))
  assert.deepEqual(percent(parties), {
    shop: 200,
    express: 200,
    '@panva/jose': 100,
    node: 100,
    'garbage collector': 100,
  })
  assert.equal(percent(functions)['send express/lib/response.js:5'], 200)
  assert.ok(parties[0]!.share >= parties.at(-1)!.share)
})

test('flameGraph draws a frame as wide as its share of the time, and escapes names', () => {
  const tree = callTree(taken, '/shop')
  tree.callees[0]!.name = 'a<b>&"c"'
  const svg = flameGraph(tree, 'cart')
  assert.match(svg, /<title>a&lt;b&gt;&amp;&quot;c&quot; services\/cart\/src\/routes\.ts:5: 85\.7 %<\/title>/)
  assert.match(svg, /width="1200\.0"/) // 6 of 7 ms of 1,400 pixels
  assert.ok(!svg.includes('never'))
})
