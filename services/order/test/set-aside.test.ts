import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, beforeEach, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventually } from '@saleday/testing/eventually'
import { Registry } from 'prom-client'
import { outboxStore } from '../src/outbox-store.ts'
import { customer, startOrder, startProcess } from './order-service.ts'
import { away } from './stand-ins.ts'

const environment = { SET_ASIDE_ATTEMPTS: '3', SET_ASIDE_AFTER_SECONDS: '1', RECOVER_EVERY_MS: '20' }
let shop: Awaited<ReturnType<typeof startOrder>>
before(async () => {
  shop = await startOrder({ environment })
})
after(() => shop.close())
beforeEach(() => shop.standIns.onMoment(() => undefined))

async function bought() {
  const productId = shop.standIns.addProduct({ onHand: 10 })
  const buyer = await customer(shop.url)
  const order = await buyer.buy(productId, 4)
  return { buyer, productId, id: order.id }
}
const rowOf = async (id: string, kind: string) =>
  (
    await shop.database.pool.query(
      `SELECT attempts, done_at, set_aside_at, last_error, due_at = 'infinity' AS never FROM outbox
       WHERE order_id = $1 AND kind = $2`,
      [id, kind],
    )
  ).rows[0]
const setAside = (id: string, kind: string) =>
  eventually(`${kind} is set aside`, async () => (await rowOf(id, kind)).set_aside_at !== null)
const done = (id: string, kind: string) =>
  eventually(`${kind} is done`, async () => (await rowOf(id, kind)).done_at !== null)

function command(name: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  const file = fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))
  const env = { PATH: process.env.PATH, DATABASE_URL: shop.database.url }
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    )
  })
}

describe('a row of the outbox that keeps failing', () => {
  test('is set aside after its attempts and its time, listed, and done once when it is replayed', async () => {
    shop.standIns.onMoment((moment) => moment === 'before capture' && away())
    const { productId, id } = await bought()
    await setAside(id, 'capture')
    const row = await rowOf(id, 'capture')
    assert.ok(row.attempts >= 3)
    assert.deepEqual([row.never, row.done_at], [true, null])
    await done(id, 'commit') // the other work of the order goes on
    const calls = () => shop.standIns.calls.filter((call) => call.moment === 'before capture' && call.orderId === id)
    const before = calls().length
    await new Promise((resolve) => setTimeout(resolve, 400))
    assert.equal(calls().length, before)

    const listed = await command('outbox', ['list', '--kind', 'capture'])
    assert.match(listed.output, new RegExp(`capture +${id} +\\d+ attempts since .*NoAnswer`))
    assert.match((await command('outbox', ['list', '--kind', 'void'])).output, /Nothing is set aside/)
    assert.match((await command('outbox', ['replay', '--kind', 'void'])).output, /^0 due again/)
    assert.equal(calls().length, before)

    shop.standIns.onMoment(() => undefined)
    assert.match((await command('outbox', ['replay', '--order', id])).output, /^1 due again/)
    await done(id, 'capture')
    assert.deepEqual(await rowOf(id, 'capture'), {
      attempts: 1,
      done_at: (await rowOf(id, 'capture')).done_at,
      set_aside_at: null,
      last_error: null,
      never: false,
    })
    assert.equal(shop.standIns.payments.get(id)?.captures, 1)
    assert.equal(shop.standIns.products.get(productId)?.sold, 4)
    assert.match((await command('outbox', ['list'])).output, /Nothing is set aside/)
  })

  test('whose work had been done after all does it no second time when it is replayed', async () => {
    shop.standIns.onMoment((moment) => moment === 'after capture' && away()) // the answer is lost, each time
    const { id } = await bought()
    await setAside(id, 'capture')
    assert.equal(shop.standIns.payments.get(id)?.captures, 1)
    shop.standIns.onMoment(() => undefined)
    await command('outbox', ['replay'])
    await done(id, 'capture')
    assert.equal(shop.standIns.payments.get(id)?.captures, 1)
  })

  test('does not keep its customer from cancelling: money and stock go back, and the replay finds it over', async () => {
    shop.standIns.onMoment((moment) => moment === 'before commit' && away())
    const { buyer, productId, id } = await bought()
    await setAside(id, 'commit')
    assert.equal((await buyer.cancel(id)).body.state, 'cancelled')
    for (const kind of ['release', 'void', 'tell']) await done(id, kind)
    shop.standIns.onMoment(() => undefined)
    await command('outbox', ['replay', '--kind', 'commit', '--order', id])
    await done(id, 'commit')
    assert.deepEqual(shop.standIns.products.get(productId), { priceCents: 1_000, onHand: 10, reserved: 0, sold: 0 })
    assert.match(shop.standIns.payments.get(id)!.state, /voided|refunded/)
  })

  test('shows in a metric of its own, and no longer among those that wait', async () => {
    shop.standIns.onMoment((moment) => moment === 'before take_out' && away())
    const { id } = await bought()
    await setAside(id, 'take_out')
    const metrics = new Registry()
    const other = await startProcess(shop.database.url, shop.standIns, { workers: false, chassis: { metrics } })
    try {
      const text = await metrics.metrics()
      assert.match(text, /^saleday_outbox_set_aside\{kind="take_out"\} 1$/m)
      assert.match(text, /^saleday_outbox_set_aside\{kind="capture"\} 0$/m)
      assert.match(text, /^saleday_outbox_waiting\{kind="take_out"\} 0$/m)
    } finally {
      await other.close()
    }
    shop.standIns.onMoment(() => undefined)
    await command('outbox', ['replay'])
    await done(id, 'take_out')
  })

  test('is not set aside or postponed by a process whose claim has run out and was taken by another', async () => {
    shop.standIns.onMoment((moment) => moment === 'before take_out' && away())
    const { id } = await bought()
    await setAside(id, 'take_out')
    const late = {
      orderId: id,
      kind: 'take_out',
      attempts: (await rowOf(id, 'take_out')).attempts,
      waitedMs: 0,
    } as const
    shop.standIns.onMoment(() => undefined)
    await command('outbox', ['replay', '--order', id])
    await done(id, 'take_out')
    const whole = async () =>
      (await shop.database.pool.query(`SELECT * FROM outbox WHERE order_id = $1 AND kind = 'take_out'`, [id])).rows
    const before = await whole()
    await outboxStore(shop.database.pool).setAside(late, 'too late')
    await outboxStore(shop.database.pool).postpone(late, 60_000, 'too late')
    assert.deepEqual(await whole(), before)
  })
})

describe('node src/outbox.ts', () => {
  for (const [args, says] of [
    [[], /list shows/],
    [['drop'], /list shows/],
    [['list', '--kind', 'captures'], /--kind is captures; it is one of commit/],
    [['replay', '--order', 'x'], /--order must be a UUID, not x/],
    [['list', '--all'], /--all/],
  ] as const) {
    test(`${args.join(' ') || 'with nothing'}: says what is wrong and fails`, async () => {
      const { code, output } = await command('outbox', args)
      assert.equal(code, 1)
      assert.match(output, says)
      assert.doesNotMatch(output, /\n {4}at /)
    })
  }
})

test('a call that is slow holds up no other row of its kind', async () => {
  const patient = await startOrder({ environment: { OUTBOX_CLAIM_MS: '20000' } })
  const answer = Promise.withResolvers<void>()
  try {
    const productId = patient.standIns.addProduct()
    const buyer = await customer(patient.url)
    const buy = async () => (await buyer.buy(productId)).id
    let slow: string | undefined
    patient.standIns.onMoment((moment, orderId) => {
      if (moment !== 'before capture') return
      slow ??= orderId
      return orderId === slow ? answer.promise : undefined
    })
    await buy()
    const captures = async (where: string) =>
      (await patient.database.pool.query(`SELECT order_id, attempts FROM outbox WHERE kind = 'capture' AND ${where}`))
        .rows
    await eventually('a capture is under way', () => slow)
    await Promise.all(Array.from({ length: 40 }, buy)) // more than may be under way
    await eventually('all others are captured', async () => (await captures('done_at IS NOT NULL')).length === 40)
    assert.deepEqual(await captures('done_at IS NULL'), [{ order_id: slow, attempts: 1 }])
    answer.resolve()
    await eventually('it is captured too', async () => (await captures('done_at IS NULL')).length === 0)
  } finally {
    answer.resolve()
    await patient.close()
  }
})
