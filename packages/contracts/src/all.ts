import { authContract } from './auth.ts'
import { bankContract } from './bank.ts'
import { cartContract } from './cart.ts'
import { consoleContract } from './console.ts'
import { orderContract } from './order.ts'
import { paymentContract } from './payment.ts'
import { productContract } from './product.ts'
import type { Contract } from './route.ts'
import { webContract } from './web.ts'

/** Every contract of the shop, and the bank's. */
export const contracts: readonly Contract[] = [
  productContract,
  cartContract,
  orderContract,
  paymentContract,
  authContract,
  bankContract,
  webContract,
]

/** Those that have an OpenAPI document: also the console's, which is no part of the shop. */
export const documented: readonly Contract[] = [...contracts, consoleContract]
