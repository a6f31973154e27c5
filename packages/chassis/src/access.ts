import type { Party, RouteDefinition } from '@saleday/contracts/route'
import type { Request } from 'express'
import type { Chassis } from './chassis.ts'
import { commonProblem } from './problem.ts'

/** Who stands behind a request, as far as the route needs to know. */
export type Identity = { readonly customerId?: string; readonly caller?: Party }

export const nobody: Identity = {}

/** @throws ProblemError 401 without a valid token where the route needs one, 403 for a service that may not call it */
export async function identify(route: RouteDefinition, req: Request, tokens: Chassis['tokens']): Promise<Identity> {
  const { access } = route
  if (access === 'public') return nobody
  const token = bearerToken(req.headers.authorization)
  if (access === 'anyone' && req.headers.authorization === undefined) return nobody
  if (token === undefined) throw commonProblem('unauthenticated', 'Send a token as "Authorization: Bearer <token>".')
  if (access === 'customer' || access === 'anyone') return { customerId: await tokens.customer.verify(token) }
  const caller = (await tokens.service.verify(token)) as Party
  if (!access.includes(caller)) throw commonProblem('forbidden', `This is not for ${caller}.`)
  return { caller }
}

const longestToken = 4_096

/** What it is made of is for whoever verifies it: looking at each letter took longer than finding a token that was seen before. */
function bearerToken(header = ''): string | undefined {
  const token = header.slice(7)
  return header.slice(0, 7).toLowerCase() === 'bearer ' && token !== '' && token.length <= longestToken
    ? token
    : undefined
}
