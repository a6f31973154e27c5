import { problems } from '@saleday/chassis/problem'
import { productErrors } from '@saleday/contracts/product'

export const problem = problems(productErrors)
