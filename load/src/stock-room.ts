import type { StockLevel } from '@saleday/contracts/product'

/** The stock of the shop, as its operator reads and fills it. */
export type StockRoom = {
  level(productId: string): Promise<StockLevel>
  /** Adds units to what is on hand. */
  restock(productId: string, units: number): Promise<void>
}

/** @param reach where product is now, and a token of the operator for it: both may be others after a while */
export function stockRoom(reach: () => Promise<{ url: string; token: string }>): StockRoom {
  async function call(method: 'GET' | 'PATCH', path: string, body?: unknown): Promise<unknown> {
    const { url, token } = await reach()
    const response = await fetch(`${url}/internal/products/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Error(`${method} of the stock answered ${response.status}: ${await response.text()}`)
    return await response.json()
  }
  return {
    level: async (productId) => (await call('GET', `${productId}/stock`)) as StockLevel,
    async restock(productId, units) {
      await call('PATCH', productId, { restock: units })
    },
  }
}
