import { sleep } from 'k6'
import exec from 'k6/execution'
import type { CrowdCustomer, Good } from '../src/crowd-plan.ts'
import { oneOf, seededRandom } from '../src/seeded-random.ts'
import { customers, goods, plan, shelf } from './plan.ts'

/** One person on one visit. What they do is drawn from the seed and the number of the visit, not from who is served first. */
export type Visitor = {
  /** Unique in this run and in all others: keys begin with it. */
  name: string
  random: () => number
  think: () => void
}

export function newVisitor(): Visitor {
  const { name: journey, iterationInTest } = exec.scenario
  const random = seededRandom(plan.seed, journey, iterationInTest)
  const { least, most } = plan.scenario.thinkMs
  return {
    name: `${plan.runId}-${journey}-${iterationInTest}`,
    random,
    think: () => sleep((least + random() * (most - least)) / 1000),
  }
}

/** Every visit has the next customer, from the front for buyers and from the back for others: they meet late. */
export function nextCustomer(from: 'front' | 'middle' | 'back'): CrowdCustomer {
  const turn = exec.scenario.iterationInTest % customers.length
  const place = {
    front: turn,
    middle: (turn + (customers.length >> 1)) % customers.length,
    back: customers.length - 1 - turn,
  }
  const customer = customers[place[from]]
  if (customer === undefined) throw new Error('there are no customers')
  return customer
}

export const asCustomer = (customer: CrowdCustomer): Record<string, string> => ({
  authorization: `Bearer ${customer.accessToken}`,
})

export const anyGood = (random: () => number): Good => oneOf(random, goods)

/** The id of one: goods of which there is plenty are bought more often than those of which few are left. */
export const goodToBuy = (random: () => number): string => oneOf(random, shelf)
