import assert from 'node:assert/strict'
import { test } from 'node:test'
import { growthPlot } from './growth-plot.ts'

const points = (...rates: number[]) => rates.map((perSecond, at) => ({ replicas: 2 ** at, perSecond }))

test('a plot has a dot for each figure, a line of the simulation, and the limit where it is within sight', () => {
  const near = { title: 'checkouts', measured: points(50, 99), simulated: points(50, 100, 190, 300), limit: 310 }
  const far = { title: 'views', measured: points(900), simulated: points(1_000, 2_000), limit: 1e9 }
  const plot = growthPlot([near, far])
  assert.equal(plot.match(/<circle/g)?.length, 3)
  assert.equal(plot.match(/class="simulated"/g)?.length, 2)
  assert.deepEqual(plot.match(/full at [\d,]+/g), ['full at 310'])
  for (const [, x, y] of plot.matchAll(/([\d.-]+),([\d.-]+)(?= |")/g))
    assert.ok(Number(x) >= 0 && Number(x) <= 420 && Number(y) >= 0 && Number(y) <= 300, `${x},${y}`)
  assert.doesNotMatch(plot, /NaN|undefined/)
})
