/** Where to go after logging in. Only a path of this shop: a link from elsewhere must not lead elsewhere. */
export function nextPage(next: string | undefined): string {
  if (next === undefined) return '/'
  const url = URL.canParse(next, 'http://shop.invalid') ? new URL(next, 'http://shop.invalid') : undefined
  if (url?.origin !== 'http://shop.invalid' || !next.startsWith('/')) return '/'
  return ['/login', '/register'].includes(url.pathname) ? '/' : url.pathname + url.search
}

export const loginHref = (next: string) => `/login?next=${encodeURIComponent(next)}`
