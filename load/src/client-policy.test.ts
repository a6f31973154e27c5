import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attemptTimeoutMs, checkoutLimits, next, pageLimits, retryAfterMs, type Step } from './client-policy.ts'

const definite = fc.integer({ min: 200, max: 499 }).filter((status) => ![202, 408, 425, 429].includes(status))
const indefinite = fc.oneof(fc.constantFrom(0, 408, 425, 429), fc.integer({ min: 500, max: 599 }))
const attempts = fc.integer({ min: 1, max: 2000 })
const elapsed = fc.integer({ min: 0, max: 60_000 })
const asked = fc.option(fc.integer({ min: 0, max: 60_000 }), { nil: undefined })
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const limitsOf = fc.constantFrom(checkoutLimits, pageLimits)

test('a definite answer is never retried, whenever it comes', () => {
  fc.assert(
    fc.property(
      attempts,
      definite,
      elapsed,
      asked,
      chance,
      limitsOf,
      (attempt, status, ms, retryAfterMs, r, limits) => {
        assert.deepEqual(
          next(attempt, { status, retryAfterMs }, ms, () => r, limits),
          { do: 'done' },
        )
      },
    ),
  )
})

test('the answers of a checkout: 201, 402, 409 and 422 are done, 202 is watched', () => {
  for (const status of [201, 400, 401, 402, 404, 409, 422]) assert.deepEqual(next(1, { status }, 0), { do: 'done' })
  assert.deepEqual(next(1, { status: 202 }, 0), { do: 'watch' })
  assert.deepEqual(next(7, { status: 202 }, 29_999), { do: 'watch' })
})

test('no answer, 5xx, 429 and 503 are retried at first', () => {
  fc.assert(
    fc.property(indefinite, chance, (status, r) => {
      assert.equal(next(1, { status }, 0, () => r).do, 'retry')
    }),
  )
})

test('a retry never starts at the limit or past it, and never comes after the last attempt allowed', () => {
  fc.assert(
    fc.property(
      attempts,
      indefinite,
      elapsed,
      asked,
      chance,
      limitsOf,
      (attempt, status, ms, retryAfterMs, r, limits) => {
        const step = next(attempt, { status, retryAfterMs }, ms, () => r, limits)
        if (step.do !== 'retry') return assert.equal(step.do, 'give_up')
        assert.ok(ms + step.afterMs < limits.withinMs)
        assert.ok(attempt < limits.attempts)
      },
    ),
  )
})

test('a pause is at least what Retry-After asks for, and at most that and the bound of the attempt', () => {
  fc.assert(
    fc.property(attempts, indefinite, asked, chance, (attempt, status, retryAfterMs, r) => {
      const step = next(attempt, { status, retryAfterMs }, 0, () => r)
      if (step.do !== 'retry')
        return assert.ok((retryAfterMs ?? 0) + checkoutLimits.longestPauseMs >= checkoutLimits.withinMs)
      const bound = Math.min(checkoutLimits.longestPauseMs, checkoutLimits.firstPauseMs * 2 ** (attempt - 1))
      assert.ok(step.afterMs >= (retryAfterMs ?? 0))
      assert.ok(step.afterMs <= (retryAfterMs ?? 0) + bound)
      assert.ok(Number.isInteger(step.afterMs))
    }),
  )
})

test('a longer chance is a longer pause: the whole range up to the bound is used', () => {
  const pause = (r: number): Step => next(3, { status: 503 }, 0, () => r)
  assert.deepEqual(pause(0), { do: 'retry', afterMs: 0 })
  assert.deepEqual(pause(0.5), { do: 'retry', afterMs: 400 })
  assert.deepEqual(pause(0.999), { do: 'retry', afterMs: 800 })
})

test('a client whose every attempt fails has given up after 30 s in all, however long its attempts take', () => {
  fc.assert(
    fc.property(
      fc.infiniteStream(chance),
      fc.infiniteStream(chance),
      indefinite,
      limitsOf,
      (pauses, lengths, status, limits) => {
        let now = 0
        for (let attempt = 1; attempt <= 100_000; attempt++) {
          now += Math.ceil(lengths.next().value * attemptTimeoutMs(now, limits))
          assert.ok(now <= limits.withinMs)
          // A pause of 0 for ever is the one way never to end: chance 0 on both sides.
          const step = next(attempt, { status }, now, () => 0.001 + 0.99 * pauses.next().value, limits)
          if (step.do === 'give_up') return
          assert.equal(step.do, 'retry')
          if (step.do === 'retry') now += step.afterMs
        }
        assert.fail('never gave up')
      },
    ),
  )
})

test('an attempt gets its own limit or the time that is left, and always some', () => {
  assert.equal(attemptTimeoutMs(0), 10_000)
  assert.equal(attemptTimeoutMs(25_000), 5_000)
  assert.equal(attemptTimeoutMs(30_000), 1)
  assert.equal(attemptTimeoutMs(99_000), 1)
})

test('Retry-After is read as seconds or as a date, and anything else as nothing', () => {
  const now = Date.UTC(2026, 10, 27, 9, 0, 0)
  assert.equal(retryAfterMs('2', now), 2000)
  assert.equal(retryAfterMs('0', now), 0)
  assert.equal(retryAfterMs('Fri, 27 Nov 2026 09:00:03 GMT', now), 3000)
  assert.equal(retryAfterMs('Fri, 27 Nov 2026 08:59:00 GMT', now), 0)
  for (const odd of ['', 'soon', '-1', '1.5', 'Infinity', null, undefined])
    assert.equal(retryAfterMs(odd, now), undefined)
})
