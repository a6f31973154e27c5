import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  brandOf,
  formatCvc,
  formatExpiry,
  formatNumber,
  hasCheckDigit,
  mistakeInCvc,
  mistakeInExpiry,
  mistakeInNumber,
  parseExpiry,
} from '../form/card-rules.js'
import { hasCheckDigit as bankHasCheckDigit, cardOf, isExpired, testCards } from '../src/card.ts'

describe('the card form', () => {
  test('writes a number in the groups of its card, whatever was typed between the digits', () => {
    for (const [typed, written] of [
      ['4242424242424242', '4242 4242 4242 4242'],
      ['4242-4242 42', '4242 4242 42'],
      ['378282246310005', '3782 822463 10005'],
      ['37828', '3782 8'],
      ['42424242424242424242424242', '4242 4242 4242 4242 424'],
      ['card', ''],
    ] as const)
      assert.equal(formatNumber(typed), written)
  })

  test('writes an expiry as MM/YY, from what people type and browsers fill in', () => {
    for (const [typed, written] of [
      ['1', '1'],
      ['12', '12'],
      ['12/', '12/'],
      ['123', '12/3'],
      ['1230', '12/30'],
      ['5', '05'],
      ['1/30', '01/30'],
      ['12 / 30', '12/30'],
      ['01/2030', '01/2030'],
      ['12345', '12/34'],
    ] as const)
      assert.equal(formatExpiry(typed), written)
    assert.deepEqual(parseExpiry('01/2030'), { month: 1, year: 2030 })
    assert.deepEqual(parseExpiry('12/29'), { month: 12, year: 2029 })
    for (const wrong of ['13/30', '00/30', '1', '12/', '12/3', '12/203']) assert.equal(parseExpiry(wrong), undefined)
  })

  test('says what is wrong with a field, and nothing where it is right', () => {
    const now = new Date('2026-11-27T12:00:00Z')
    assert.match(mistakeInNumber('')!, /Enter/)
    assert.match(mistakeInNumber('4242 42')!, /too short/)
    assert.match(mistakeInNumber('4242 4242 4242 4241')!, /digit is wrong/)
    assert.equal(mistakeInNumber('4242 4242 4242 4242'), undefined)
    assert.match(mistakeInExpiry('1', now)!, /month and year/)
    assert.match(mistakeInExpiry('10/26', now)!, /expired/)
    assert.equal(mistakeInExpiry('11/26', now), undefined)
    assert.match(mistakeInCvc('12', 'Visa')!, /3 digits/)
    assert.match(mistakeInCvc('1234', 'Visa')!, /3 digits/)
    assert.match(mistakeInCvc('123', 'American Express')!, /4 digits/)
    assert.equal(mistakeInCvc(formatCvc('123 4'), 'American Express'), undefined)
  })

  test('and the bank agree on check digits, on what has expired, and on brands', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12,19}$/), (number) => {
        assert.equal(hasCheckDigit(number), bankHasCheckDigit(number))
      }),
    )
    const anyTime = fc.date({ min: new Date('2025-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 25, max: 30 }), anyTime, (month, year, now) => {
        const text = `${String(month).padStart(2, '0')}/${year}`
        assert.equal(mistakeInExpiry(text, now) !== undefined, isExpired(month, 2000 + year, now))
      }),
    )
    const names = { visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express', card: '' }
    for (const number of [...Object.keys(testCards), '6011111111111117', '2223003122003222'])
      assert.equal(brandOf(number), names[cardOf(number)!.brand as keyof typeof names])
  })
})
