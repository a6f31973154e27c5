import { readFileSync } from 'node:fs'
import { UserError } from '@saleday/local/user-error'
import type { CrowdCustomer } from './crowd-plan.ts'

/** The customers of a file that auth's seeding wrote: one line of JSON each. @throws UserError where it is none */
export function readCustomers(file: string): CrowdCustomer[] {
  const customers = readText(file)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => customerOf(line, file))
  if (customers.length === 0) throw notCustomers(file, 'is empty')
  return customers
}

export function customerOf(line: string, file: string): CrowdCustomer {
  try {
    const { customerId, accessToken } = JSON.parse(line)
    if (typeof customerId === 'string' && typeof accessToken === 'string') return { id: customerId, accessToken }
  } catch {
    // said below, as for a line of something else
  }
  throw notCustomers(file, `has a line that is no customer: ${line.slice(0, 60)}`)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw notCustomers(file, `cannot be read: ${(error as Error).message}`)
  }
}

const notCustomers = (file: string, what: string): UserError =>
  new UserError(
    `The file of customers ${file} ${what}.`,
    'It must be one that services/auth/src/seed-customers.ts wrote.',
  )
