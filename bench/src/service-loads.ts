import type { services } from '@saleday/local/parties'
import { checkoutRequests } from './checkout-requests.ts'
import type { PlannedRequest } from './load-plan.ts'
import { loggingIn } from './logins.ts'
import { detailPaths } from './product-reads.ts'
import type { Customer, Stage } from './stage.ts'

export type Service = (typeof services)[number]
/** `at`: the service that customers ask so that another one works. */
export type ServiceLoad = { at: Service; requests: readonly PlannedRequest[]; expect: readonly number[] }

/** What makes each service work as it does on a sale day, as fast as answers come. */
export async function serviceLoads(
  stage: Stage,
  customers: readonly Customer[],
): Promise<Readonly<Record<Service, ServiceLoad>>> {
  const paths = await detailPaths(stage)
  const checkouts: ServiceLoad = { at: 'order', requests: await checkoutRequests(stage, customers), expect: [201] }
  return {
    order: checkouts,
    payment: checkouts,
    product: { at: 'product', requests: browsing(paths), expect: [200] },
    cart: { at: 'cart', requests: filling(customers, paths), expect: [200] },
    auth: { at: 'auth', requests: loggingIn(customers), expect: [200] },
    web: { at: 'web', requests: [{ path: '/' }, { path: '/cart' }], expect: [200] },
  }
}

/** Products, and pages of lists of every length. */
const browsing = (paths: readonly string[]): PlannedRequest[] =>
  paths.flatMap((path, at) => [{ path }, { path: `/api/products?limit=${1 + (at % 100)}` }])

const filling = (customers: readonly Customer[], paths: readonly string[]): PlannedRequest[] =>
  customers.map(({ accessToken }, at) => ({
    method: 'PUT',
    path: `/api/cart/items/${paths[at % paths.length]!.split('/').at(-1)}`,
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: '{"quantity":2}',
  }))
