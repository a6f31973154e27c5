import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Account, Movement } from './ledger.ts'
import {
  authoriseOutcome,
  type BankAnswer,
  beginCapture,
  type Change,
  captureOutcome,
  changed,
  hearBank,
  type Payment,
  questionOf,
  recordUndo,
  voidOutcome,
} from './payment.ts'

const authorising: Payment = {
  orderId: '01890000-0000-7000-8000-000000000001',
  state: 'authorising',
  undo: false,
  amountCents: 5_000,
  capturedCents: 0,
  refundedCents: 0,
  currency: 'EUR',
  cardToken: 'tok_test_4242',
  authorisationId: null,
  declineCode: null,
  createdAt: new Date(0),
  updatedAt: new Date(0),
}

/** A bank as the contract has it: stable answers, and a will of its own for what it has not answered yet. */
function modelBank() {
  let state: 'none' | 'declined' | 'open' | 'captured' | 'capture_refused' | 'voided' = 'none'
  let refundedCents = 0
  return {
    isOpen: () => state === 'open' || state === 'capture_refused' || (state === 'captured' && refundedCents < 5_000),
    heldCents: () => (state === 'captured' ? 5_000 - refundedCents : 0),
    refund(amountCents: number) {
      refundedCents += amountCents
    },
    answer(payment: Payment, willing: boolean): BankAnswer {
      switch (questionOf(payment)) {
        case 'authorise':
          if (state === 'none') state = willing ? 'open' : 'declined'
          return state === 'declined' ? { is: 'declined', code: 'no' } : { is: 'authorised', authorisationId: 'a' }
        case 'capture':
          if (state === 'open') state = willing ? 'captured' : 'capture_refused'
          return state === 'captured' ? { is: 'captured' } : { is: 'capture_refused', code: 'no' }
        case 'void':
          if (state === 'captured') return { is: 'already_captured' }
          state = 'voided'
          return { is: 'voided' }
        case 'refund':
          refundedCents = 5_000
          return { is: 'refunded' }
        default:
          throw new Error('nothing was asked')
      }
    },
  }
}

const step = fc.oneof(
  fc.record({ do: fc.constantFrom('capture', 'void') }),
  fc.record({ do: fc.constant('ask'), willing: fc.boolean(), heard: fc.boolean() }),
  fc.record({ do: fc.constant('refund'), amountCents: fc.integer({ min: 1, max: 6_000 }) }),
)

/** One payment, its bank and its ledger; every step of a run goes through here. */
function books() {
  let payment = authorising
  const movements: Movement[] = []
  const states: string[] = [payment.state]
  const bank = modelBank()
  const write = (change: Change | undefined) => {
    if (!change) return
    payment = changed(payment, change)
    states.push(...change.steps)
    if (change.movement) movements.push(change.movement)
  }
  return {
    bank,
    movements,
    states,
    now: () => payment,
    capture: () => write(beginCapture(payment)),
    void: () => write(recordUndo(payment)),
    ask(willing: boolean, heard: boolean) {
      if (!questionOf(payment)) return
      const answer = bank.answer(payment, willing)
      if (heard) write(hearBank(payment, answer))
    },
    refund(amountCents: number) {
      if (payment.state !== 'captured' || payment.undo || amountCents > payment.capturedCents - payment.refundedCents)
        return
      bank.refund(amountCents)
      payment = { ...payment, refundedCents: payment.refundedCents + amountCents }
      movements.push({
        kind: 'refunded',
        entries: [
          { account: 'sales', amountCents },
          { account: 'bank', amountCents: -amountCents },
        ],
      })
    },
    balance: (account: Account) =>
      movements
        .flatMap(({ entries }) => entries)
        .reduce((sum, entry) => sum + (entry.account === account ? entry.amountCents : 0), 0),
  }
}

function play(steps: Step[]) {
  const all = books()
  for (const next of steps) {
    if (next.do === 'capture') all.capture()
    else if (next.do === 'void') all.void()
    else if (next.do === 'ask') all.ask(next.willing ?? true, next.heard ?? true)
    else all.refund(next.amountCents ?? 1)
    check(all)
  }
  return all
}
type Step = { do: string; willing?: boolean; heard?: boolean; amountCents?: number }

function check({ now, movements, balance }: ReturnType<typeof books>) {
  const payment = now()
  for (const { kind, entries } of movements) {
    assert.equal(
      entries.reduce((sum, { amountCents }) => sum + amountCents, 0),
      0,
      `${kind} does not balance`,
    )
  }
  assert.ok(payment.capturedCents - payment.refundedCents >= 0, 'more was given back than captured')
  assert.equal(balance('bank'), payment.capturedCents - payment.refundedCents, 'the ledger says what the payment says')
  assert.equal(balance('sales') + balance('bank'), 0)
  assert.equal(balance('card_holds') + balance('holds_owed'), 0)
  assert.ok(balance('card_holds') >= 0, 'a hold was let go twice')
}

test('payment, any calls and answers, heard or lost: the ledger balances and nothing is given back that was not taken', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => void play(steps)),
    { numRuns: 500 },
  )
})

test('payment, a void among any calls and answers: once the bank has answered everything, nothing is open anywhere', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.boolean(), (steps, willing) => {
      const all = play(steps)
      all.void()
      for (let left = 4; questionOf(all.now()); left--) {
        assert.ok(left > 0, 'it comes to rest')
        all.ask(willing, true)
      }
      check(all)
      assert.ok(['voided', 'refunded', 'declined'].includes(all.now().state))
      assert.equal(all.bank.isOpen(), false)
      assert.equal(all.bank.heldCents(), 0)
      for (const account of ['card_holds', 'holds_owed', 'bank', 'sales'] as const)
        assert.equal(all.balance(account), 0)
      assert.equal(voidOutcome(all.now()).outcome, 'done')
      assert.equal(authoriseOutcome(all.now()).outcome, 'over')
      assert.equal(captureOutcome(all.now()).outcome, 'over')
    }),
    { numRuns: 500 },
  )
})

test('payment, after a wish to undo: no state comes that takes money, but the answer to the call under way', () => {
  const undone = changed(authorising, recordUndo(authorising)!)
  assert.equal(undone.state, 'authorising')
  assert.equal(beginCapture(undone), undefined)
  const heard = hearBank(undone, { is: 'authorised', authorisationId: 'a' })
  assert.deepEqual(heard.steps, ['authorised', 'voiding'])
  assert.equal(heard.state, 'voiding')
})

test('payment, a void that the bank answers with "already captured": is refunded', () => {
  const voiding: Payment = { ...authorising, state: 'voiding', undo: true, authorisationId: 'a' }
  const heard = hearBank(voiding, { is: 'already_captured' })
  assert.deepEqual(heard.steps, ['captured', 'refunding'])
  const refunded = hearBank(changed(voiding, heard), { is: 'refunded' })
  assert.equal(refunded.state, 'refunded')
  assert.equal(refunded.refundedCents, 5_000)
})

test('payment, an answer to a question that is not open: is an error, never a state', () => {
  assert.throws(() => hearBank({ ...authorising, state: 'captured' }, { is: 'voided' }), /cannot hear/)
})
