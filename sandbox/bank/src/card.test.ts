import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CardToken } from '@saleday/contracts/payment'
import fc from 'fast-check'
import { cardOf, cardOfTestToken, hasCheckDigit, isExpired, testCards } from './card.ts'

test('hasCheckDigit, any digits: right for exactly one last digit', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{11,18}$/), (digits) => {
      assert.equal([...'0123456789'].filter((last) => hasCheckDigit(digits + last)).length, 1)
    }),
  )
})

test('hasCheckDigit, one digit of a good number mistyped: always noticed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 1, max: 9 }), (place, by) => {
      const digits = [...'4242424242424242']
      digits[place] = String((Number(digits[place]) + by) % 10)
      assert.equal(hasCheckDigit(digits.join('')), false)
    }),
  )
})

test('cardOf, each test card: behaves as listed, and a token of its last four digits does, too', () => {
  for (const [number, behaviour] of Object.entries(testCards)) {
    assert.equal(cardOf(number)?.behaviour, behaviour)
    for (const token of [`tok_test_${number.slice(-4)}`, `tok_test_${number.slice(-4)}_vu-17_3`]) {
      assert.equal(CardToken.safeParse(token).success, true)
      assert.deepEqual(cardOfTestToken(token), cardOf(number))
    }
  }
})

test('cardOf, any other good number: is as good as the first test card', () => {
  assert.deepEqual(cardOf('6011111111111117'), { brand: 'card', last4: '1117', behaviour: 'ok' })
  assert.equal(cardOf('4242424242424241'), undefined)
})

test('cardOfTestToken, a token of another shape: is of no card', () => {
  for (const token of ['tok_test_1234', 'tok_test_42424', 'tok_card_4242', 'tok_test_4242.x', 'tok_test_']) {
    assert.equal(cardOfTestToken(token), undefined, token)
  }
})

test('isExpired, a card: is good to the end of its month everywhere on earth', () => {
  assert.equal(isExpired(2, 2028, new Date('2028-02-29T23:59:59Z')), false)
  assert.equal(isExpired(2, 2028, new Date('2028-03-01T11:59:59Z')), false)
  assert.equal(isExpired(2, 2028, new Date('2028-03-01T12:00:00Z')), true)
  assert.equal(isExpired(12, 2027, new Date('2028-01-02T00:00:00Z')), true)
})
