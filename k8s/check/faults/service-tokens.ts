import { change, type Fault, set } from '../fault.ts'
import type { Deployment } from '../objects.ts'

const tokens = ({ spec }: Deployment) =>
  spec.template.spec.volumes!.find(({ projected }) => projected)!.projected!.sources

export const serviceTokenFaults: readonly Fault[] = [
  {
    what: 'a token that a caller lacks',
    rule: 'serviceTokens',
    says: /Deployment order: calls cart and has no token for it/,
    plant: change('Deployment', 'order', (deployment) => {
      tokens(deployment).pop()
    }),
  },
  {
    what: 'a token for nothing',
    rule: 'serviceTokens',
    says: /Deployment cart: has a token for payment, which it does not call/,
    plant: change('Deployment', 'cart', (deployment) => {
      tokens(deployment).push({ serviceAccountToken: { audience: 'payment', path: 'payment' } })
    }),
  },
  {
    what: 'a token for the API server among the others',
    rule: 'serviceTokens',
    says: /Deployment cart: has a token for the API server/,
    plant: change('Deployment', 'cart', (deployment) => {
      tokens(deployment).push({ serviceAccountToken: { path: 'token' } })
    }),
  },
  {
    what: 'a token in the file of another',
    rule: 'serviceTokens',
    says: /Deployment cart: its token for product is in the file products/,
    plant: change('Deployment', 'cart', (deployment) => {
      tokens(deployment)[0]!.serviceAccountToken!.path = 'products'
    }),
  },
  {
    what: 'an address of a service that has nothing for the caller',
    rule: 'serviceTokens',
    says: /Deployment auth: is told where order is, which has no routes for it/,
    plant: set('auth', { ORDER_URL: 'http://order' }),
  },
  {
    what: 'a caller that is not told whom to call',
    rule: 'serviceTokens',
    says: /Deployment order: payment has routes for it, and it is not told where payment is/,
    plant: set('order', { PAYMENT_URL: undefined }),
  },
  {
    what: 'a Job with a token for a service',
    rule: 'serviceTokens',
    says: /Job order-migrate-of-order: has a token, and calls no service/,
    plant: change('Job', 'order-migrate', ({ spec }) => {
      const sources = [{ serviceAccountToken: { audience: 'product', path: 'product' } }]
      spec.template.spec.volumes!.push({ name: 'tokens', projected: { sources } })
    }),
  },
]
