import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heightOf, type Plan, placeOf, planTiles } from './place-tiles.ts'

const wall = { width: 1300, height: 440, rem: 20 }

test('60 pods on three shelves of a wall fit, and no tile is outside of its shelf or on another', () => {
  const counts = [8, 26, 26]
  const plan = planTiles(counts, wall)
  assert.ok(heightOf(plan, wall.rem) <= wall.height)
  for (const [shelf, count] of counts.entries()) {
    const places = Array.from({ length: count }, (_, index) => placeOf(plan, index, wall.rem))
    for (const { x, y } of places) {
      assert.ok(x >= 0 && x + plan.tileWidth <= wall.width + 0.5)
      assert.ok(y >= 0 && y + plan.tileHeight <= plan.rows[shelf]! * plan.down)
    }
    assert.equal(new Set(places.map(({ x, y }) => `${x} ${y}`)).size, count)
  }
})

test('few pods stand wider than many', () => {
  assert.ok(planTiles([4, 6, 6], wall).tileWidth > planTiles([8, 40, 40], wall).tileWidth)
})

test('more pods than fit at their usual height stand lower, and still in two lines', () => {
  const plan = planTiles([8, 30, 30, 1], wall)
  assert.ok(heightOf(plan, wall.rem) <= wall.height)
  assert.ok(plan.tileHeight >= 1.9 * wall.rem)
})

test('a shelf without pods has the height of one row', () => {
  assert.deepEqual(planTiles([0, 3], wall).rows, [1, 1])
})

test('pods that come and go do not change the size of all others back and forth', () => {
  const many = planTiles([8, 26, 26], wall, planTiles([8, 20, 20], wall))
  // Two fewer on each would have room for wider ones.
  assert.ok(planTiles([8, 24, 24], wall).columns < many.columns)
  assert.equal(planTiles([8, 24, 24], wall, many).columns, many.columns)
  // With nearly all of them gone it is worth it.
  assert.equal(planTiles([1, 2, 2], wall, many).columns, planTiles([1, 2, 2], wall).columns)
})

test('on a narrow page shelves grow, and each has at least one column', () => {
  const phone: Plan = planTiles([12], { width: 330, height: null, rem: 15 })
  assert.equal(phone.columns, 3)
  assert.equal(phone.rows[0], 4)
  assert.equal(planTiles([2], { width: 40, height: null, rem: 15 }).columns, 1)
})
