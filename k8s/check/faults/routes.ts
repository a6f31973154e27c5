import { change, type Fault, remove } from '../fault.ts'
import type { HTTPRoute } from '../objects.ts'

type RouteRule = HTTPRoute['spec']['rules'][number]

const rule = (route: string, index: number, edit: (rule: RouteRule) => void) =>
  change('HTTPRoute', route, ({ spec }) => edit(spec.rules[index]!))
const leads = (route: string, type: string, value: string) =>
  rule(route, 0, (one) => {
    one.matches = [{ path: { type, value } }]
  })

export const routeFaults: readonly Fault[] = [
  {
    what: 'a route to all paths',
    rule: 'routes',
    says: /HTTPRoute product: \/ reaches \/internal and \/webhooks and \/.well-known/,
    plant: leads('product', 'PathPrefix', '/'),
  },
  {
    what: 'a route without a path',
    rule: 'routes',
    says: /HTTPRoute product: leads every path to a service/,
    plant: rule('product', 0, (one) => {
      delete one.matches
    }),
  },
  {
    what: 'a route inside',
    rule: 'routes',
    says: /HTTPRoute order: \/internal\/orders reaches \/internal/,
    plant: leads('order', 'PathPrefix', '/internal/orders'),
  },
  {
    what: 'a route to a webhook',
    rule: 'routes',
    says: /HTTPRoute order: \/webhooks\/bank reaches \/webhooks/,
    plant: leads('order', 'Exact', '/webhooks/bank'),
  },
  {
    what: 'a route that is rewritten to lead inside',
    rule: 'routes',
    says: /HTTPRoute cart: \/openapi\/cart.json reaches \/internal/,
    plant: rule('cart', 1, ({ filters }) => {
      filters!.find(({ urlRewrite }) => urlRewrite)!.urlRewrite!.path!.replaceFullPath = '/internal/carts'
    }),
  },
  {
    what: 'a route by an expression',
    rule: 'routes',
    says: /HTTPRoute cart: .* is matched by RegularExpression/,
    plant: leads('cart', 'RegularExpression', '/api/(cart|carts)'),
  },
  {
    what: 'a path that leads elsewhere than on one machine',
    rule: 'routes',
    says: /HTTPRoute auth: PathPrefix \/api\/orders leads to auth\/api\/orders, locally to order\/api\/orders/,
    plant: leads('auth', 'PathPrefix', '/api/orders'),
  },
  {
    what: 'a path that is nowhere on one machine',
    rule: 'routes',
    says: /HTTPRoute auth: PathPrefix \/api\/login leads to auth\/api\/login, locally to nowhere/,
    plant: leads('auth', 'PathPrefix', '/api/login'),
  },
  {
    what: 'a route that is missing',
    rule: 'routes',
    says: /HTTPRoute cart: there is no PathPrefix \/api\/cart/,
    plant: remove('HTTPRoute', 'cart'),
  },
  {
    what: 'pages that nobody is led to',
    rule: 'routes',
    says: /HTTPRoute web: there is no PathPrefix \/,/,
    plant: remove('HTTPRoute', 'web'),
  },
  {
    what: 'pages of another service',
    rule: 'routes',
    says: /HTTPRoute web: \/ reaches \/internal and \/webhooks/,
    plant: rule('web', 0, (one) => {
      one.backendRefs = [{ name: 'product', port: 80 }]
    }),
  },
  {
    what: 'a route to the storefront that could as well be none',
    rule: 'routes',
    says: /HTTPRoute web: PathPrefix \/api leads to web\/api, locally to nowhere/,
    plant: leads('web', 'PathPrefix', '/api'),
  },
  {
    what: 'a stranger who sets deadlines',
    rule: 'routes',
    says: /HTTPRoute order: lets x-deadline-ms through/,
    plant: rule('order', 0, (one) => {
      delete one.filters
    }),
  },
  {
    what: 'a header that only one of two gateways takes off',
    rule: 'routes',
    says: /HTTPRoute order: removes accept-language, and the local gateway does not/,
    plant: rule('order', 0, ({ filters }) => {
      filters![0]!.requestHeaderModifier!.remove!.push('accept-language')
    }),
  },
]
