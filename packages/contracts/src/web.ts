import { z } from 'zod'
import type { Contract } from './route.ts'
import { route } from './route.ts'
import { Timestamp } from './values.ts'

/** The storefront. Its pages and their files are no part of the contract. */

export const ShopInfo = z
  .object({
    time: Timestamp.describe("The shop's clock: customers' clocks may be wrong"),
    sale: z.object({ startsAt: Timestamp, endsAt: Timestamp }),
  })
  .meta({ id: 'ShopInfo' })
export type ShopInfo = z.output<typeof ShopInfo>

export const getShopInfo = route({
  operation: 'getShopInfo',
  summary: 'What time it is at the shop, and from when to when the sale is',
  method: 'get',
  path: '/shop.json',
  access: 'public',
  priority: 'browse',
  success: { 200: ShopInfo },
})

export const webContract: Contract = {
  service: 'web',
  title: 'Web',
  description: 'The storefront.',
  routes: [getShopInfo],
  errors: {},
}
