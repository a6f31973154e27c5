import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from './money.ts'

test('cents are shown as euros', () => {
  assert.equal(money(123_450), '€1,234.50')
  assert.equal(money(5), '€0.05')
  assert.equal(money(-490), '-€4.90')
})
