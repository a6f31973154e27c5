import { type ServerName, servers } from './parties.ts'

/** Path prefixes and who answers them: the same table as in the cluster's HTTPRoutes. What is none of them is the storefront's. */
export const prefixes: readonly (readonly [prefix: string, upstream: ServerName])[] = [
  ['/api/products', 'product'],
  ['/api/cart', 'cart'],
  ['/api/orders', 'order'],
  ['/api/auth', 'auth'],
  ['/bank', 'bank'],
]
export const storefront: ServerName = 'web'

/** Where no page will ever be: what outsiders do not reach, and paths of an API that it does not have. */
const noPages = /^\/(?:api|internal|openapi|webhooks)(?:\/|$)/

export type Target = { upstream: ServerName; path: string } | undefined

/**
 * Where a request goes; undefined: nowhere. A prefix ends where a segment of the path ends. Nothing is decoded or
 * tidied up on the way: what is matched here is what the service gets.
 */
export function targetOf(url: string): Target {
  const query = url.indexOf('?')
  const path = query === -1 ? url : url.slice(0, query)
  // Neither is a whole URL, as it is sent to a proxy, nor the asterisk of OPTIONS.
  if (!path.startsWith('/') || hasDotSegment(path)) return undefined
  for (const [prefix, upstream] of prefixes) {
    if (path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/')) {
      return { upstream, path: url }
    }
  }
  const document = /^\/openapi\/([a-z]+)\.json$/.exec(path)?.[1]
  const upstream = servers.find((server) => server === document)
  if (upstream) return { upstream, path: '/openapi.json' }
  return noPages.test(path) ? undefined : { upstream: storefront, path: url }
}

/** `/api/orders/../../internal` and its like, also written with %2e: no honest client sends them. */
const hasDotSegment = (path: string) => /\/(?:\.|%2e){1,2}(?:\/|%2f|\\|%5c|$)/i.test(path)
