import { randomBytes } from 'node:crypto'
import { type Finding, ratioOf } from './finding.ts'
import { load } from './load.ts'
import { inTurnWarm, type RunSettings } from './run-settings.ts'
import { startService, untilServing, withRunning } from './services.ts'
import type { Stage } from './stage.ts'

const people = 100

type Headers = Record<string, string>

/** GET of a cart of a customer, whose access token is verified, beside a guest's: the rest of the work is the same. */
export const measureAuthenticatedGet = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const products = await stage.query<{ id: string }>('product', 'SELECT id FROM product ORDER BY id LIMIT 2')
    const customers = await stage.customers(people)
    await keep(startService(stage, 'auth', {}, 'databases'))
    await keep(startService(stage, 'product', {}, 'databases'))
    const cart = await keep(startService(stage, 'cart'))
    await untilServing(cart.port, '/api/cart', customers[0]!)
    const asCustomers = customers.map(({ accessToken }) => ({ authorization: `Bearer ${accessToken}` }))
    const asGuests = customers.map(() => ({ cookie: `saleday_guest=${randomBytes(24).toString('base64url')}` }))
    for (const headers of [...asCustomers, ...asGuests])
      for (const { id } of products) await fill(cart.port, id, headers)
    const read = (everybody: readonly Headers[]) =>
      load({
        port: cart.port,
        connections: 32,
        warmUpMs: run.warmUpMs,
        durationMs: run.durationMs,
        requests: everybody.map((headers) => ({ path: '/api/cart', headers })),
        expect: [200],
      })
    const results = await inTurnWarm(run.rounds, { ours: () => read(asCustomers), floor: () => read(asGuests) })
    return [
      ratioOf(
        'authenticated GET',
        { name: "a customer's cart", unit: 'req/s', values: results.ours.map(({ perSecond }) => perSecond) },
        { name: "a guest's cart", unit: 'req/s', values: results.floor.map(({ perSecond }) => perSecond) },
        { is: '≥', limit: 0.85 },
      ),
    ]
  })

async function fill(port: number, productId: string, headers: Headers): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/cart/items/${productId}`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ quantity: 2 }),
  })
  if (answer.status !== 200) throw new Error(`a cart could not be filled: ${answer.status} ${await answer.text()}`)
}
