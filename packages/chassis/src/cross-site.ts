import type { RouteDefinition } from '@saleday/contracts/route'
import type { Request, Response } from 'express'
import { commonProblem } from './problem.ts'

/**
 * Keeps pages of other sites, subdomains included, from changing something in the name of a customer whose cookies the
 * browser adds. SameSite alone does not: an answer to a form that another site sends still sets and clears cookies.
 * Programs, and browsers of before 2023, do not say where a request comes from; for the latter SameSite has to do.
 * @throws ProblemError cross_site
 */
export function refuseOtherSites({ method, anyOrigin }: RouteDefinition, req: Request): void {
  if (method === 'get' || anyOrigin) return
  const from = req.headers['sec-fetch-site']
  if (from === undefined || from === 'same-origin' || from === 'none') return
  throw commonProblem('cross_site', "Only the shop's own pages may send this from a browser.")
}

/** Lets pages of every origin read the answer. Without Allow-Credentials: a browser sends and keeps no cookie here. */
export function allowAnyOrigin(res: Response): void {
  res.setHeader('access-control-allow-origin', '*')
  res.setHeader('access-control-expose-headers', 'retry-after, x-request-id')
}

/** What a browser asks before it sends JSON from a page of another origin. */
export function answerPreflight({ method }: RouteDefinition, res: Response): void {
  allowAnyOrigin(res)
  res
    .writeHead(204, {
      'access-control-allow-methods': method.toUpperCase(),
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
    })
    .end()
}
