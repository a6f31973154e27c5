import type { PlannedRequest } from './load-plan.ts'
import type { Customer, Stage } from './stage.ts'

const plenty = 10_000_000

type Product = { id: string; priceCents: number }

/** A checkout for each customer, of two products of the catalogue, which gets plenty of stock. */
export async function checkoutRequests(stage: Stage, customers: readonly Customer[]): Promise<PlannedRequest[]> {
  await stage.query('product', 'UPDATE stock SET on_hand = $1, initial = $1 + reserved + sold', [plenty])
  const products = await stage.query<Product>(
    'product',
    `SELECT id, price_cents AS "priceCents" FROM product WHERE slug NOT LIKE 'bench-%' ORDER BY id`,
  )
  return customers.map(({ accessToken }, at) => checkoutRequest(products, at, accessToken))
}

function checkoutRequest(products: readonly Product[], at: number, accessToken: string): PlannedRequest {
  const two = [products[(2 * at) % products.length]!, products[(2 * at + 1) % products.length]!]
  return {
    method: 'POST',
    path: '/api/orders',
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      'idempotency-key': '{uuid}',
    },
    body: JSON.stringify({
      lines: two.map(({ id }) => ({ productId: id, quantity: 1 })),
      expectedTotalCents: two.reduce((sum, { priceCents }) => sum + priceCents, 0),
      cardToken: 'tok_test_4242_bench',
    }),
  }
}
