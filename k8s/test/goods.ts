import { withPortForward } from './port-forward.ts'
import { serviceToken } from './service-token.ts'
import { shopUrl } from './target.ts'

export type Good = { id: string; name: string; priceCents: number; availability: string; doorbuster: boolean }

/** No test buys as many of one product. */
const plenty = 60

/** Every product but the doorbusters, with stock for a test and more: what earlier runs have bought is filled up by the operator's route. */
export async function plentifulGoods(): Promise<Good[]> {
  const goods = (await everyProduct()).filter(({ doorbuster }) => !doorbuster)
  const available = await Promise.all(goods.map(availableOf))
  const scarce = goods.filter((_, at) => available[at]! < plenty)
  if (scarce.length > 0) await restock(scarce, 500)
  return goods
}

async function availableOf({ id }: Good): Promise<number> {
  const answer = await fetch(`${shopUrl}/api/products/${id}`)
  if (!answer.ok) throw new Error(`the product ${id} answers ${answer.status}`)
  return ((await answer.json()) as { available: number }).available
}

async function everyProduct(): Promise<Good[]> {
  const goods: Good[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await fetch(`${shopUrl}/api/products?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`)
    if (!answer.ok) throw new Error(`the list of products answers ${answer.status}`)
    const page = (await answer.json()) as { items: Good[]; nextCursor: string | null }
    goods.push(...page.items)
    cursor = page.nextCursor
  }
  return goods
}

async function restock(goods: Good[], units: number): Promise<void> {
  const authorization = `Bearer ${await serviceToken('operator', 'product')}`
  await withPortForward('service/product', 80, async ({ host, port }) => {
    for (const { id } of goods) {
      const answer = await fetch(`http://${host}:${port}/internal/products/${id}`, {
        method: 'PATCH',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ restock: units }),
      })
      if (!answer.ok) throw new Error(`restocking ${id}: ${answer.status} ${await answer.text()}`)
    }
  })
}
