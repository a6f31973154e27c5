import { problems } from '@saleday/chassis/problem'
import { orderErrors } from '@saleday/contracts/order'

export const problem = problems(orderErrors)
