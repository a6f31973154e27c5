import { problems } from '@saleday/chassis/problem'
import { paymentErrors } from '@saleday/contracts/payment'

export const problem = problems(paymentErrors)
