import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Finding, ratioOf } from './finding.ts'
import { load } from './load.ts'
import type { PlannedRequest } from './load-plan.ts'
import { manyProductIds } from './many-products.ts'
import { inTurn, type RunSettings } from './run-settings.ts'
import { startService, withRunning } from './services.ts'
import type { Stage } from './stage.ts'

const connections = 64
const plenty = 10_000_000
/** What is left of the hot product when it is sold out at the end of each run. */
const last = 100

/** Reservations of one product that everybody wants, beside those of a thousand products, both as order asks for them. */
export const measureHotProduct = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const [hot, ...many] = (await manyProductIds(stage)).slice(0, 1_001)
    const token = await readFile(join(stage.dir.tokens, 'order', 'product'), 'utf8')
    const product = await keep(startService(stage, 'product'))
    const reserve = (productIds: readonly string[], durationMs: number, expect: number[]) =>
      load({
        port: product.port,
        connections,
        warmUpMs: durationMs / 4,
        durationMs,
        requests: productIds.map((id) => reservation(id, token)),
        expect,
      })
    const results = await inTurn(run.rounds, {
      ours: async () => {
        await setStock(stage, [hot!], plenty)
        const before = await stockOf(stage, hot!)
        const sold = await reserve([hot!], run.durationMs, [200])
        await setStock(stage, [hot!], last)
        const end = await reserve([hot!], 300, [200, 409])
        const { on_hand, reserved } = await stockOf(stage, hot!)
        assert.equal(on_hand, 0, 'the hot product is to be sold out')
        assert.equal(reserved - before.reserved, sold.statuses['200']! + end.statuses['200']!, 'no unit is sold twice')
        assert.equal(end.statuses['200'], last, 'all that was left is sold')
        return sold.perSecond
      },
      floor: async () => {
        await setStock(stage, many, plenty)
        return (await reserve(many, run.durationMs, [200])).perSecond
      },
    })
    return [
      ratioOf(
        'one hot product',
        { name: 'one product', unit: 'reservations/s', values: results.ours },
        { name: '1,000 products', unit: 'reservations/s', values: results.floor },
        { is: '≥', limit: 0.8 },
        ['after each run it was sold out to the last unit, and no unit twice'],
      ),
    ]
  })

const reservation = (productId: string, token: string): PlannedRequest => ({
  method: 'PUT',
  path: '/internal/reservations/{uuid}',
  headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' },
  body: JSON.stringify({ lines: [{ productId, quantity: 1 }] }),
})

const setStock = (stage: Stage, ids: readonly string[], onHand: number) =>
  stage.query('product', 'UPDATE stock SET on_hand = $2, initial = $2 + reserved + sold WHERE product_id = ANY($1)', [
    ids,
    onHand,
  ])

async function stockOf(stage: Stage, id: string): Promise<{ on_hand: number; reserved: number }> {
  const [row] = await stage.query<{ on_hand: number; reserved: number }>(
    'product',
    'SELECT on_hand, reserved FROM stock WHERE product_id = $1',
    [id],
  )
  return row!
}
