import { kubectl } from './target.ts'

export type Customer = { customerId: string; email: string; accessToken: string }

/** Customers with tokens for two hours, made by auth itself past its API: hundreds of logins would be a load of their own. */
export async function makeCustomers(count: number): Promise<Customer[]> {
  const script = `process.env.ALLOW_SEEDING = 'true'
    process.argv.push('--count', '${count}', '--out', '/dev/stdout')
    await import('/app/services/auth/src/seed-customers.ts')`
  const output = await kubectl(['exec', 'deploy/auth', '--', '/usr/bin/node', '--input-type=module', '-e', script])
  const lines = output.split('\n').filter((line) => line.startsWith('{'))
  if (lines.length < count) throw new Error(`auth made ${lines.length} customers of ${count}: ${output.slice(0, 500)}`)
  return lines.map((line) => JSON.parse(line))
}
