import type { z } from 'zod'
import type { ErrorTable } from './problem.ts'

/** The five services, the bank that they talk to, and the people and programs that operate the shop. */
export type Party = 'product' | 'cart' | 'order' | 'payment' | 'auth' | 'bank' | 'operator'

/**
 * Who may call a route:
 * - `public`: anybody;
 * - `customer`: whoever brings a customer's access token;
 * - `anyone`: anybody; a customer's token is verified where there is one;
 * - a list of parties: only they, with a service token bound to this service (paths under `/internal/`).
 */
export type Access = 'public' | 'customer' | 'anyone' | readonly Party[]

/** What is shed first when a process has more work than it can do. `always` is never shed. */
export type Priority = 'browse' | 'checkout' | 'always'

/** One operation of a service's HTTP contract. Validation, types and the OpenAPI document all come from it. */
export type RouteDefinition = {
  /** The operation's name, unique in its service. */
  operation: string
  summary: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** As Express writes it: `/api/orders/:orderId`. */
  path: string
  access: Access
  priority: Priority
  /**
   * Pages of every origin may call it, and read its answer. Only for routes that know nobody by a cookie: all others
   * that change something refuse requests of other sites' pages.
   */
  anyOrigin?: true
  params?: z.ZodObject
  query?: z.ZodObject
  /** Names in lower case. Headers that are not listed are let through. */
  headers?: z.ZodObject
  body?: z.ZodType
  /** The answers that mean success, by status. `null` is an answer without a body. */
  success: Readonly<Record<number, z.ZodType | null>>
  /** Media type of a successful answer's body where it is not JSON. */
  contentType?: string
  /** The stable codes of the service's own that a caller must be ready for; the common ones go without saying. */
  errors?: readonly string[]
}

/** The whole contract of one service. */
export type Contract = {
  service: string
  title: string
  description: string
  routes: readonly RouteDefinition[]
  errors: ErrorTable
}

/** Returns the definition as it is; there for its type. */
export const route = <const R extends RouteDefinition>(definition: R): R => definition

type Parsed<T, Otherwise> = T extends z.ZodType ? z.output<T> : Otherwise
type Sent<T> = T extends z.ZodType ? z.input<T> : undefined

/** What a handler of the route gets, after validation. */
export type RouteInput<R extends RouteDefinition> = {
  params: Parsed<R['params'], Record<string, never>>
  query: Parsed<R['query'], Record<string, never>>
  headers: Parsed<R['headers'], Record<string, never>>
  body: Parsed<R['body'], undefined>
}

/** What a caller of the route sends. */
export type RouteRequest<R extends RouteDefinition> = {
  params?: Sent<R['params']>
  query?: Sent<R['query']>
  headers?: Sent<R['headers']>
  body?: Sent<R['body']>
}

/** The body of a successful answer, whichever status it comes with. */
export type RouteAnswer<R extends RouteDefinition> = {
  [S in keyof R['success']]: R['success'][S] extends z.ZodType ? z.output<R['success'][S]> : undefined
}[keyof R['success']]
