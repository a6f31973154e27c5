import type { Scenario } from '../src/scenario.ts'

export const smoke: Scenario = {
  name: 'smoke',
  says: 'Half a minute of steady trade: enough to see that the shop sells',
  checkoutsPerSecond: 12,
  leastCheckoutsPerSecond: 10,
  leastOthersPerCheckout: 5,
  browsePerCheckout: 0.5,
  cartPerCheckout: 0.25,
  phases: [
    { name: 'warm-up', seconds: 5, share: 1 },
    { name: 'plateau', seconds: 20, share: 1 },
    { name: 'tail', seconds: 5, share: 0 },
  ],
  thinkMs: { least: 200, most: 800 },
  productsPerOrder: { least: 1, most: 3 },
  unitsPerProduct: { least: 1, most: 2 },
  declinedShare: 0.05,
}
