import { problems } from '@saleday/chassis/problem'
import { authErrors } from '@saleday/contracts/auth'

export const problem = problems(authErrors)
