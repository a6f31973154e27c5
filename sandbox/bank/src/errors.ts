import { problems } from '@saleday/chassis/problem'
import { bankErrors } from '@saleday/contracts/bank'

export const problem = problems(bankErrors)
