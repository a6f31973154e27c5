import { SharedArray } from 'k6/data'
import type { CrowdCustomer, CrowdPlan, Good } from '../src/crowd-plan.ts'

const planFile = __ENV.SALEDAY_PLAN
if (planFile === undefined) throw new Error('SALEDAY_PLAN is not set: start the crowd by `npm run sale-day`')

export const plan = JSON.parse(open(planFile)) as CrowdPlan
// Reading one thing of these costs k6 a JSON.parse: nobody may walk through them.
export const customers = new SharedArray<CrowdCustomer>('customers', () => JSON.parse(open(plan.customersFile)))
export const goods = new SharedArray<Good>('goods', () => JSON.parse(open(plan.goodsFile)))
export const shelf = new SharedArray<string>('shelf', () => JSON.parse(open(plan.shelfFile)))
