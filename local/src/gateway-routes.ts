import { type ServerName, servers } from './parties.ts'

/** Path prefixes and who answers them: the same table as in the cluster's HTTPRoutes. */
export const prefixes: readonly (readonly [prefix: string, upstream: ServerName])[] = [
  ['/api/products', 'product'],
  ['/api/cart', 'cart'],
  ['/api/orders', 'order'],
  ['/api/auth', 'auth'],
  ['/bank', 'bank'],
]

export type Target = { upstream: ServerName; path: string } | 'home' | undefined

/**
 * Where a request goes; undefined: nowhere. A prefix ends where a segment of the path ends. Nothing is decoded or
 * tidied up on the way: what is matched here is what the service gets.
 */
export function targetOf(url: string): Target {
  const query = url.indexOf('?')
  const path = query === -1 ? url : url.slice(0, query)
  if (path === '/') return 'home'
  for (const [prefix, upstream] of prefixes) {
    if (path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/')) {
      return hasDotSegment(path) ? undefined : { upstream, path: url }
    }
  }
  const document = /^\/openapi\/([a-z]+)\.json$/.exec(path)?.[1]
  const upstream = servers.find((server) => server === document)
  return upstream && { upstream, path: '/openapi.json' }
}

/** `/api/orders/../../internal` and its like, also written with %2e: no honest client sends them. */
const hasDotSegment = (path: string) => /\/(?:\.|%2e){1,2}(?:\/|%2f|\\|%5c|$)/i.test(path)
