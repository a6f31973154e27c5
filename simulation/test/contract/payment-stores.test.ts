import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { beginCapture, hearBank, type Payment, recordUndo } from '@saleday/payment/payment'
import { type RefundStore, refundStore } from '@saleday/payment/refund-store'
import { type PaymentStore, paymentStore } from '@saleday/payment/store'
import { type WebhookStore, webhookStore } from '@saleday/payment/webhook-store'
import { testDatabase } from '@saleday/testing/test-database'
import { memoryPayments, memoryRefunds, memoryWebhooks, paymentTables } from '../../src/memory-payments.ts'
import { answering } from './answering.ts'

/** What both the real stores of the payment service and the simulated ones promise. */

type Stores = {
  payments: PaymentStore
  refunds: RefundStore
  webhooks: WebhookStore
  /** The ledger of one order: kind, account, cents. */
  ledger(orderId: string): Promise<string[]>
  history(orderId: string): Promise<string[]>
  close(): Promise<void>
}

const askAgainMs = 40

async function real(): Promise<Stores> {
  const { pool, close } = await testDatabase(new URL('../../../services/payment/migrations', import.meta.url))
  const lines = async (text: string, orderId: string) =>
    (await pool.query(text, [orderId])).rows.map(({ line }) => line)
  return {
    payments: paymentStore(pool, { askAgainMs }),
    refunds: refundStore(pool, { askAgainMs }),
    webhooks: webhookStore(pool),
    ledger: (orderId) =>
      lines(
        "SELECT concat_ws(' ', kind, account, amount_cents) AS line FROM ledger_entry WHERE order_id = $1 ORDER BY entry_id",
        orderId,
      ),
    history: (orderId) =>
      lines(
        "SELECT state || CASE WHEN undo THEN ' undo' ELSE '' END AS line FROM payment_event WHERE order_id = $1 ORDER BY event_id",
        orderId,
      ),
    close,
  }
}

async function simulated(): Promise<Stores> {
  const tables = paymentTables()
  const options = { tables, nowMs: Date.now, random: Math.random, askAgainMs }
  return {
    payments: answering(memoryPayments(options)),
    refunds: answering(memoryRefunds(options)),
    webhooks: answering<WebhookStore>(memoryWebhooks(tables, Date.now)),
    ledger: async (orderId) =>
      tables.ledger
        .filter((row) => row.orderId === orderId)
        .map(({ kind, account, amountCents }) => `${kind} ${account} ${amountCents}`),
    history: async (orderId) =>
      tables.events.filter((row) => row.orderId === orderId).map(({ state, undo }) => `${state}${undo ? ' undo' : ''}`),
    close: async () => undefined,
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const facts = ({ createdAt: _c, updatedAt: _u, ...rest }: Payment) => rest

for (const [name, open] of Object.entries({ real, simulated })) {
  describe(`the ${name} payment stores`, () => {
    let stores: Stores
    before(async () => {
      stores = await open()
    })
    after(() => stores.close())

    const cardToken = 'tok_12345678'
    const begin = (orderId: string = randomUUIDv7()) =>
      stores.payments.recordAuthorise({ orderId, amountCents: 900, currency: 'EUR', cardToken })
    const hears = async (payment: Payment, answer: Parameters<typeof hearBank>[1]) =>
      (await stores.payments.change(payment, hearBank(payment, answer)))!
    const authorised = async () => hears(await begin(), { is: 'authorised', authorisationId: randomUUIDv7() })
    const captured = async () => {
      const { orderId } = await authorised()
      return hears((await stores.payments.beginCapture(orderId))!, { is: 'captured' })
    }

    test('an authorisation is recorded once, and found', async () => {
      const payment = await begin()
      assert.deepEqual(facts(payment), {
        orderId: payment.orderId,
        state: 'authorising',
        undo: false,
        amountCents: 900,
        capturedCents: 0,
        refundedCents: 0,
        currency: 'EUR',
        cardToken,
        authorisationId: null,
        declineCode: null,
      })
      const again = await stores.payments.recordAuthorise({ ...payment, amountCents: 5, cardToken: 'tok_another0' })
      assert.deepEqual(facts(again), facts(payment))
      assert.deepEqual(facts((await stores.payments.find(payment.orderId))!), facts(payment))
      assert.equal(await stores.payments.find(randomUUIDv7()), undefined)
      assert.deepEqual(await stores.history(payment.orderId), ['authorising'])
    })

    test('an answer is written once, with history and ledger', async () => {
      const asked = await begin()
      const heard = await hears(asked, { is: 'authorised', authorisationId: randomUUIDv7() })
      assert.equal(heard.state, 'authorised')
      const late = hearBank(asked, { is: 'declined', code: 'late' })
      assert.equal(await stores.payments.change(asked, late), undefined)
      assert.deepEqual(await stores.ledger(asked.orderId), ['authorised card_holds 900', 'authorised holds_owed -900'])
      assert.deepEqual(await stores.history(asked.orderId), ['authorising', 'authorised'])
    })

    test('a capture begins from authorised only, and once', async () => {
      const { orderId } = await authorised()
      assert.equal((await stores.payments.beginCapture(orderId))?.state, 'capturing')
      assert.equal(await stores.payments.beginCapture(orderId), undefined)
      assert.equal(await stores.payments.beginCapture(randomUUIDv7()), undefined)
      const undone = await authorised()
      await stores.payments.change(undone, recordUndo(undone)!)
      assert.equal(await stores.payments.beginCapture(undone.orderId), undefined)
      assert.equal(beginCapture(undone)?.state, 'capturing', 'the rule and the statement agree')
    })

    test('a wish to undo makes an answer that did not know of it count no more', async () => {
      const asked = await begin()
      const wished = (await stores.payments.change(asked, recordUndo(asked)!))!
      assert.deepEqual([wished.state, wished.undo], ['authorising', true])
      const answer = { is: 'authorised', authorisationId: randomUUIDv7() } as const
      assert.equal(await stores.payments.change(asked, hearBank(asked, answer)), undefined)
      const voiding = await hears(wished, answer)
      assert.equal(voiding.state, 'voiding')
      assert.equal((await hears(voiding, { is: 'voided' })).state, 'voided')
      assert.deepEqual(await stores.history(asked.orderId), [
        'authorising',
        'authorising undo',
        'authorised undo',
        'voiding undo',
        'voided undo',
      ])
    })

    test('a tombstone is left once, and bars what comes later', async () => {
      const orderId = randomUUIDv7()
      assert.equal(await stores.payments.leaveTombstone(orderId), true)
      assert.equal(await stores.payments.leaveTombstone(orderId), false)
      const late = await begin(orderId)
      assert.deepEqual([late.state, late.undo, late.amountCents], ['voided', true, 0])
      assert.equal(await stores.payments.leaveTombstone((await begin()).orderId), false)
      assert.deepEqual(await stores.history(orderId), ['voided undo'])
    })

    test('a question falls due again when nobody has written an answer, and not at rest', async () => {
      const { orderId } = await begin()
      const isDue = async () => (await stores.payments.claimDue(1_000)).some((due) => due.orderId === orderId)
      assert.equal(await isDue(), false)
      await pause(askAgainMs + 20)
      assert.equal(await isDue(), true)
      assert.equal(await isDue(), false, 'who has claimed it is left alone')
      const payment = (await stores.payments.find(orderId))!
      assert.ok((await stores.payments.unknown()).some(({ state, count }) => state === 'authorising' && count > 0))
      await hears(payment, { is: 'declined', code: 'lost_card' })
      await pause(askAgainMs + 20)
      assert.equal(await isDue(), false)
      assert.equal((await stores.payments.find(orderId))?.declineCode, 'lost_card')
    })

    test("the bank's news make a question due, once, and nothing else", async () => {
      const { orderId } = await begin()
      const news = randomUUIDv7()
      assert.equal(await stores.webhooks.hint(news, orderId), 'hinted')
      assert.equal(await stores.webhooks.hint(news, orderId), 'repeated')
      assert.equal((await stores.payments.find(orderId))?.state, 'authorising')
      assert.equal(await stores.webhooks.hint(randomUUIDv7(), (await captured()).orderId), 'nothing to ask')
      assert.equal(await stores.webhooks.hint(randomUUIDv7(), randomUUIDv7()), 'nothing to ask')
    })

    test('a refund on purpose is stored once and paid once', async () => {
      const { orderId } = await captured()
      const asked = { refundId: randomUUIDv7(), orderId, amountCents: 300 }
      assert.equal((await stores.refunds.lockPayment(orderId))?.capturedCents, 900)
      const refund = (await stores.refunds.insert(asked))!
      assert.equal(await stores.refunds.insert(asked), undefined)
      assert.deepEqual(await stores.refunds.open(orderId), [refund])
      assert.equal((await stores.refunds.hear(refund, 'refunded'))?.state, 'refunded')
      assert.equal(await stores.refunds.hear(refund, 'refunded'), undefined)
      assert.deepEqual(await stores.refunds.open(orderId), [])
      assert.equal((await stores.refunds.find(refund.refundId))?.state, 'refunded')
      assert.equal((await stores.payments.find(orderId))?.refundedCents, 300)
      assert.deepEqual((await stores.ledger(orderId)).slice(-2), ['refunded sales 300', 'refunded bank -300'])
    })

    test('a refund that was refused pays nothing; an undo that did not know of a refund counts no more', async () => {
      const before = await captured()
      const { orderId } = before
      const refuse = (await stores.refunds.insert({ refundId: randomUUIDv7(), orderId, amountCents: 900 }))!
      assert.equal((await stores.refunds.hear(refuse, 'refused'))?.state, 'refused')
      assert.equal((await stores.payments.find(orderId))?.refundedCents, 0)
      const paid = (await stores.refunds.insert({ refundId: randomUUIDv7(), orderId, amountCents: 200 }))!
      await stores.refunds.hear(paid, 'refunded')
      assert.equal(await stores.payments.change(before, recordUndo(before)!), undefined)
      const now = (await stores.payments.find(orderId))!
      const refunding = (await stores.payments.change(now, recordUndo(now)!))!
      assert.equal((await hears(refunding, { is: 'refunded' })).refundedCents, 900)
      assert.deepEqual((await stores.ledger(orderId)).slice(-2), ['refunded sales 700', 'refunded bank -700'])
    })

    test('what the constraints forbid is an error, and nothing is written', async () => {
      const payment = await authorised()
      const change = {
        ...recordUndo(payment)!,
        state: 'captured' as const,
        capturedCents: 901,
        steps: ['captured' as const],
      }
      await assert.rejects(async () => stores.payments.change(payment, change), /payment_amounts/)
      const twice = hearBank(await begin(), { is: 'authorised', authorisationId: randomUUIDv7() })
      await assert.rejects(async () => stores.payments.change(payment, twice), /ledger_entry_once/)
      assert.equal((await stores.payments.find(payment.orderId))?.state, 'authorised')
    })
  })
}
