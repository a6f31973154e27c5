import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eventually } from '@saleday/testing/eventually'
import { testTokens } from '@saleday/testing/test-tokens'
import { customer, startOrder } from './order-service.ts'

let shop: Awaited<ReturnType<typeof startOrder>>
let folder: string
let tokenFile: string
before(async () => {
  shop = await startOrder()
  folder = await mkdtemp(join(tmpdir(), 'saleday-operate-'))
  tokenFile = join(folder, 'order')
  await writeFile(tokenFile, `${await testTokens.service('operator', 'order')}\n`)
})
after(async () => {
  await shop.close()
  await rm(folder, { recursive: true })
})

const program = fileURLToPath(new URL('../src/operate.ts', import.meta.url))
function operate(args: readonly string[], file = tokenFile): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const all = [program, ...args, '--token-file', file, '--url', shop.url]
    execFile(process.execPath, all, { env: { PATH: process.env.PATH } }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    )
  })
}

async function bought() {
  const productId = shop.standIns.addProduct()
  const buyer = await customer(shop.url)
  const order = await buyer.buy(productId, 2)
  await eventually('its work is done', async () => {
    const { rows } = await shop.database.pool.query('SELECT FROM outbox WHERE done_at IS NULL')
    return rows.length === 0
  })
  return { buyer, id: order.id }
}

describe('node src/operate.ts', () => {
  test('ships, gives a part back and then the rest, and the same refund again gives nothing more', async () => {
    const { buyer, id } = await bought()
    const refundId = randomUUID()
    const early = await operate(['refund', id, '--id', refundId])
    assert.deepEqual([early.code, /not_refundable/.test(early.output)], [1, true])
    for (let time = 0; time < 2; time++)
      assert.deepEqual(await operate(['ship', id]), { code: 0, output: `Order ${id} is shipped.\n` })
    for (let time = 0; time < 2; time++) {
      const part = await operate(['refund', id, '--id', refundId, '--amount-cents', '500'])
      assert.deepEqual(part, { code: 0, output: `500 cents of order ${id} are given back.\n` })
    }
    assert.equal(shop.standIns.refundedCents(id), 500)
    const rest = await operate(['refund', id, '--id', randomUUID()])
    assert.equal(rest.output, `1500 cents of order ${id} are given back.\n`)
    const none = await operate(['refund', id, '--id', randomUUID()])
    assert.deepEqual([none.code, /0 cents of its total are left/.test(none.output)], [1, true])
    const detail = (await buyer.order(id)).body
    assert.deepEqual([detail.state, detail.refunds.length, detail.notices.length], ['shipped', 2, 2])
  })

  test('sends again until there is an answer, and the refund is given once', { timeout: 60_000 }, async () => {
    const { id } = await bought()
    await operate(['ship', id])
    shop.standIns.leavePaymentsPending(true)
    const running = operate(['refund', id, '--id', randomUUID(), '--amount-cents', '100'])
    await eventually('it was asked for', async () => {
      const { rows } = await shop.database.pool.query('SELECT FROM order_refund WHERE order_id = $1', [id])
      return rows.length === 1
    })
    shop.standIns.leavePaymentsPending(false)
    assert.equal((await running).code, 0)
    assert.equal(shop.standIns.refundedCents(id), 100)
  })

  const anId = randomUUID()
  for (const [args, says] of [
    [[], /ship {3}ORDER/],
    [['ship'], /ORDER must be a UUID/],
    [['ship', 'x'], /ORDER must be a UUID, not x/],
    [['ship', anId], /order_not_found/],
    [['refund', anId], /--id is missing.*A new one: [0-9a-f-]{36}/],
    [['refund', anId, '--id', anId, '--amount-cents', '1.5'], /--amount-cents is 1\.5/],
    [['refund', anId, '--id', anId, '--amount-cents', '0'], /--amount-cents is 0/],
  ] as const) {
    test(`${args.map((arg) => (arg === anId ? 'ID' : arg)).join(' ') || 'with nothing'}: says what is wrong and fails`, async () => {
      const { code, output } = await operate(args)
      assert.equal(code, 1)
      assert.match(output, says)
      assert.doesNotMatch(output, /\n {4}at /)
    })
  }

  test("with a token that is not the operator's it is refused", async () => {
    const file = join(folder, 'other')
    await writeFile(file, await testTokens.service('cart', 'order'))
    const { code, output } = await operate(['ship', anId], file)
    assert.deepEqual([code, /forbidden/.test(output)], [1, true])
  })
})
