import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Authorisation, decide, type LedgerKind } from './authorisation.ts'

const open: Authorisation = {
  id: '01890000-0000-7000-8000-000000000001',
  reference: '01890000-0000-7000-8000-000000000002',
  state: 'authorised',
  amountCents: 5_000,
  refundedCents: 0,
  currency: 'EUR',
  declineCode: null,
  behaviour: 'ok',
  last4: '4242',
  createdAt: '2026-11-01T00:00:00.000Z',
  expiresAt: '2026-11-08T00:00:00.000Z',
}
const inTime = new Date('2026-11-02T00:00:00Z')

const operation = fc.oneof(
  fc.record({ is: fc.constant('capture' as const) }),
  fc.record({ is: fc.constant('void' as const) }),
  fc.record({ is: fc.constant('refund' as const), amountCents: fc.integer({ min: 1, max: 6_000 }) }),
)

test('decide, any operations in any order: the ledger never gives back what was not taken, and takes once', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(operation, fc.boolean()), { maxLength: 20 }), (operations) => {
      let now = open
      const ledger: Partial<Record<LedgerKind, number>> = {}
      for (const [wanted, refuse] of operations) {
        const decision = decide(now, wanted, inTime, refuse)
        if (!('change' in decision) || !decision.change) continue
        const { to, kind, amountCents } = decision.change
        now = to
        ledger[kind] = (ledger[kind] ?? 0) + amountCents
      }
      const { captured = 0, voided = 0, refunded = 0 } = ledger
      assert.ok(captured === 0 || captured === 5_000)
      assert.ok(captured === 0 || voided === 0, 'captured and voided')
      assert.ok(refunded <= captured)
      assert.equal(refunded, now.refundedCents)
    }),
  )
})

test('decide, a capture after the time is over: expired, with its reason, and so it stays', () => {
  const decision = decide(open, { is: 'capture' }, new Date('2026-11-08T00:00:00Z'), false)
  assert.ok('change' in decision && decision.change)
  assert.equal(decision.answer.state, 'expired')
  assert.equal(decision.answer.declineCode, 'authorisation_expired')
  for (const is of ['capture', 'void'] as const) {
    assert.deepEqual(decide(decision.change.to, { is }, inTime, false), { answer: decision.answer })
  }
})

test('decide, a void of what was captured: stays captured, so that the merchant knows to refund', () => {
  const captured: Authorisation = { ...open, state: 'captured' }
  const decision = decide(captured, { is: 'void' }, inTime, false)
  assert.ok('answer' in decision && decision.change === undefined)
  assert.equal(decision.answer.state, 'captured')
})

test('decide, what the merchant sees: nothing of the card', () => {
  const decision = decide(open, { is: 'void' }, inTime, false)
  assert.ok('answer' in decision)
  assert.equal('behaviour' in decision.answer || 'last4' in decision.answer, false)
})
