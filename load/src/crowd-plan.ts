import type { Scenario } from './scenario.ts'

/** What the driver hands to k6, as a JSON file. */
export type CrowdPlan = {
  /** Different for each run: idempotency keys begin with it. */
  runId: string
  baseUrl: string
  seed: number
  scenario: Scenario
  /** The bank's test tokens. */
  cards: { good: string; declined: string }
  /** The product that many fight for; '' where there is none. */
  doorbusterId: string
  /** Files of their own, since k6 shares them among all visitors: arrays of CrowdCustomer, of Good, and of ids of goods. */
  customersFile: string
  goodsFile: string
  shelfFile: string
  /** Where k6 leaves its figures. */
  figuresFile: string
}

export type CrowdCustomer = { id: string; accessToken: string }

/** A product as the crowd knows it before it goes shopping. Goods with a weight of 0 are looked at, not bought. */
export type Good = { id: string; category: string; word: string; weight: number; doorbuster: boolean }
