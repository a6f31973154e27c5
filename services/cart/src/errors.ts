import { problems } from '@saleday/chassis/problem'
import { cartErrors } from '@saleday/contracts/cart'

export const problem = problems(cartErrors)
