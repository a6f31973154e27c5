import { UserError } from '@saleday/local/user-error'
import type { CrowdCustomer } from '../src/crowd-plan.ts'
import { customerOf } from '../src/read-customers.ts'
import type { Kube } from './kube.ts'
import { isReady, nameOf } from './pod-state.ts'
import type { ClusterView } from './watch-cluster.ts'

/** Makes customers with tokens for two hours, by a program in a pod of auth: thousands of logins would be a load of their own. */
export async function clusterCustomers(
  kube: Pick<Kube, 'exec'>,
  view: Pick<ClusterView, 'pods'>,
  count: number,
): Promise<CrowdCustomer[]> {
  const pod = view.pods('auth').find(isReady)
  if (pod === undefined) throw new UserError('No pod of auth is ready to make customers.', 'npm run kind:status')
  const script = `process.env.ALLOW_SEEDING = 'true'
    process.argv.push('--count', '${count}', '--out', '/dev/stdout')
    await import('/app/services/auth/src/seed-customers.ts')`
  const output = await kube
    .exec(nameOf(pod), 'auth', ['/usr/bin/node', '--input-type=module', '--eval', script])
    .catch((error: Error) => {
      throw new UserError(`The customers could not be made: ${error.message}`, 'Is the shop well? npm run kind:status')
    })
  const customers = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => customerOf(line, nameOf(pod)))
  if (customers.length < count) throw new Error(`auth made ${customers.length} customers of ${count}`)
  return customers
}
