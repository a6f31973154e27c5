import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { oneOf, seededRandom, wholeNumber } from './seeded-random.ts'

const draw = (random: () => number, count: number): number[] => Array.from({ length: count }, random)

test('the same words give the same numbers, other words others', () => {
  assert.deepEqual(draw(seededRandom(1, 'checkout', 5), 20), draw(seededRandom(1, 'checkout', 5), 20))
  assert.notDeepEqual(draw(seededRandom(1, 'checkout', 5), 20), draw(seededRandom(1, 'checkout', 6), 20))
  assert.notDeepEqual(draw(seededRandom(1, 'checkout', 5), 20), draw(seededRandom(2, 'checkout', 5), 20))
})

test('numbers are spread over 0 to 1, over the visits as within one', () => {
  const within = draw(seededRandom(3), 10_000)
  const over = Array.from({ length: 10_000 }, (_, visit) => seededRandom(3, 'browse', visit)())
  for (const numbers of [within, over]) {
    assert.ok(numbers.every((number) => number >= 0 && number < 1))
    for (let tenth = 0; tenth < 10; tenth++) {
      const hits = numbers.filter((number) => Math.floor(number * 10) === tenth).length
      assert.ok(hits > 800 && hits < 1200, `${hits} of 10,000 in tenth ${tenth}`)
    }
  }
})

test('a whole number is in its range, and one of some things is one of them', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.nat(50),
      fc.nat(50),
      (chance, least, more) => {
        const number = wholeNumber(() => chance, { least, most: least + more })
        assert.ok(Number.isInteger(number) && number >= least && number <= least + more)
        assert.ok(['a', 'b', 'c'].includes(oneOf(() => chance, ['a', 'b', 'c'])))
      },
    ),
  )
  assert.throws(() => oneOf(() => 0, []), /nothing to choose from/)
})
