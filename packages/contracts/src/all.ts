import { authContract } from './auth.ts'
import { bankContract } from './bank.ts'
import { cartContract } from './cart.ts'
import { orderContract } from './order.ts'
import { paymentContract } from './payment.ts'
import { productContract } from './product.ts'
import type { Contract } from './route.ts'

/** Every contract of the shop, and the bank's. */
export const contracts: readonly Contract[] = [
  productContract,
  cartContract,
  orderContract,
  paymentContract,
  authContract,
  bankContract,
]
