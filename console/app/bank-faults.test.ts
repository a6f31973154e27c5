import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BankFaults } from '@saleday/contracts/bank'
import { faults, faultWords, toggled } from './bank-faults.ts'

test('every fault that is offered is one that the bank takes', () => {
  for (const fault of faults) assert.equal(BankFaults.parse(toggled({}, fault))[fault.name], fault.value)
})

test('switching one fault leaves the others, also those that the page does not know', () => {
  const slow = faults.find(({ name }) => name === 'slowMs')!
  const before = { down: true, webhookDelayMs: 500 }
  assert.deepEqual(toggled(before, slow), { ...before, slowMs: 2_000 })
  assert.deepEqual(toggled({ ...before, slowMs: 80 }, slow), before)
})

test('the words tell what is on', () => {
  assert.equal(faultWords({ down: false, slowMs: 0 }), null)
  assert.equal(faultWords({ down: true, slowMs: 2_000 }), 'down on, slowMs 2000')
})
