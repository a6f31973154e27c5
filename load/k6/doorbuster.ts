import { lookAt } from './browse.ts'
import { buy } from './buy.ts'
import { plan } from './plan.ts'
import { asCustomer, newVisitor, nextCustomer } from './visitor.ts'

/** Fights for the doorbuster: one look, and then one unit of it, whatever the page said of how many are left. */
export function doorbuster(): void {
  const visitor = newVisitor()
  const product = lookAt(plan.doorbusterId)?.body
  if (product === undefined) return
  visitor.think()
  const customer = nextCustomer('middle')
  const basket = { lines: [{ productId: product.id, quantity: 1 }], totalCents: product.priceCents }
  buy(visitor, customer, basket, asCustomer(customer))
}
