import { requestHeaders } from '@saleday/local/gateway-headers'
import { prefixes, storefront, targetOf } from '@saleday/local/gateway-routes'
import { type HTTPRoute, ofKind, title } from '../objects.ts'
import { type Complaint, complaint, type Rule } from '../rule.ts'

type RouteRule = HTTPRoute['spec']['rules'][number]

/** What services have for each other, for the bank, and for whoever verifies tokens. */
const forInsiders = ['/internal', '/webhooks', '/.well-known']

export const routes: Rule = {
  name: 'HTTPRoutes lead where the local gateway leads, and never inside',
  check: ({ objects }) => {
    const all = ofKind(objects, 'HTTPRoute')
    return [
      ...all.flatMap((route) =>
        route.spec.rules
          .filter(({ backendRefs = [] }) => backendRefs.length > 0)
          .flatMap((rule) => [...paths(route, rule), ...headers(route, rule)]),
      ),
      ...missing(all, new Set(objects.map(title))),
    ]
  },
}

function paths(route: HTTPRoute, { matches = [], filters = [], backendRefs = [] }: RouteRule): Complaint[] {
  const where = title(route)
  if (matches.some(({ path }) => !path) || matches.length === 0) {
    return [complaint(where, 'leads every path to a service', 'name the paths')]
  }
  const rewrites = filters.flatMap(({ urlRewrite }) => urlRewrite?.path ?? [])
  return matches.flatMap(({ path }) => {
    const { type, value } = path!
    const reached = [value, ...rewrites.map((to) => to.replaceFullPath ?? to.replacePrefixMatch ?? '')]
    const inside = isForPages(type, value, backendRefs)
      ? []
      : forInsiders.filter((inner) =>
          reached.some((one) => one.startsWith(inner) || (type === 'PathPrefix' && `${inner}/`.startsWith(one))),
        )
    if (inside.length > 0 || !['PathPrefix', 'Exact'].includes(type)) {
      const what = inside.length > 0 ? `${value} reaches ${inside.join(' and ')}` : `${value} is matched by ${type}`
      return [complaint(where, what, 'lead outsiders to /api/… only, by PathPrefix')]
    }
    const target = targetOf(value)
    const arrivesAt = rewrites.length === 0 ? value : rewrites.map((to) => to.replaceFullPath ?? '?').join()
    const isSame =
      typeof target === 'object' &&
      target.path === arrivesAt &&
      rewrites.length > 0 === (type === 'Exact') &&
      backendRefs.every(({ name }) => name === target.upstream)
    const locally = typeof target === 'object' ? `${target.upstream}${target.path}` : (target ?? 'nowhere')
    return isSame
      ? []
      : [
          complaint(
            where,
            `${type} ${value} leads to ${backendRefs.map(({ name }) => name)}${arrivesAt}, locally to ${locally}`,
            'make it and local/src/gateway-routes.ts agree',
          ),
        ]
  })
}

/** What is left over goes to the storefront, which has nothing for insiders. */
const isForPages = (type: string, value: string, backendRefs: NonNullable<RouteRule['backendRefs']>): boolean =>
  type === 'PathPrefix' && value === '/' && backendRefs.every(({ name }) => name === storefront)

/** Services obey it: a stranger's deadline would be kept. */
const obeyed = 'x-deadline-ms'

function headers(route: HTTPRoute, { matches = [], filters = [] }: RouteRule): Complaint[] {
  if (!matches.some(({ path }) => path?.type === 'PathPrefix')) return []
  const removed = filters.flatMap(({ requestHeaderModifier }) => requestHeaderModifier?.remove ?? [])
  const kept = removed.filter((header) => requestHeaders([header, 'x'], {}, undefined).includes(header))
  return [
    ...(removed.includes(obeyed)
      ? []
      : [complaint(title(route), `lets ${obeyed} through`, 'remove it by a RequestHeaderModifier')]),
    ...kept.map((header) =>
      complaint(title(route), `removes ${header}, and the local gateway does not`, 'make them agree'),
    ),
  ]
}

function missing(all: readonly HTTPRoute[], rendered: ReadonlySet<string>): Complaint[] {
  if (all.length === 0) return []
  const found = all.flatMap(({ spec }) =>
    spec.rules.flatMap(({ matches = [] }) => matches.map(({ path }) => `${path?.type} ${path?.value}`)),
  )
  return [...prefixes, ['/', storefront] as const]
    .filter(([, upstream]) => rendered.has(`Deployment ${upstream}`))
    .flatMap(([prefix, upstream]) => [
      { path: `PathPrefix ${prefix}`, upstream },
      { path: `Exact /openapi/${upstream}.json`, upstream },
    ])
    .filter(({ path }) => !found.includes(path))
    .map(({ path, upstream }) =>
      complaint(
        `HTTPRoute ${upstream}`,
        `there is no ${path}, as the local gateway has it`,
        'add it to components/gateway',
      ),
    )
}
