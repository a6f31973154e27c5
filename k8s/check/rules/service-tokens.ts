import { contracts } from '@saleday/contracts/all'
import { title, type Workload, workloads } from '../objects.ts'
import { type Complaint, complaint, type Rule } from '../rule.ts'
import { isService, type Server, serversOf } from '../servers.ts'

/** The services whose addresses a server is told: `PRODUCT_URL` is the address of product. */
export function calledBy({ told }: Server): string[] {
  return [...told.variables.keys()]
    .map((variable) => /^([A-Z]+)_URL$/.exec(variable)?.[1]?.toLowerCase() ?? '')
    .filter(isService)
}

/** The services whose contracts have routes for this caller. */
const contractsFor = (caller: string): string[] =>
  contracts
    .filter(({ routes }) => routes.some(({ access }) => Array.isArray(access) && access.includes(caller)))
    .map(({ service }) => service)

export const serviceTokens: Rule = {
  name: 'each service has a token for every service that it calls, and for no other',
  check: (rendering) => {
    const servers = serversOf(rendering)
    const others = workloads(rendering.objects).filter(
      (workload) => !servers.some(({ deployment }) => deployment === workload),
    )
    return [
      ...servers.flatMap(ofOne),
      ...others
        .filter((workload) => tokensOf(workload).length > 0)
        .map((workload) => complaint(title(workload), 'has a token, and calls no service', 'remove it')),
    ]
  },
}

const tokensOf = (workload: Workload) =>
  (workload.spec.template.spec.volumes ?? []).flatMap(({ projected }) =>
    (projected?.sources ?? []).flatMap(({ serviceAccountToken }) => serviceAccountToken ?? []),
  )

function ofOne(server: Server): Complaint[] {
  const where = title(server.deployment)
  const tokens = tokensOf(server.deployment)
  const calls = calledBy(server)
  const allowed = contractsFor(server.name)
  const audiences = tokens.map(({ audience }) => audience)
  return [
    ...tokens
      .filter(({ audience, path }) => audience !== path)
      .map(({ audience, path }) =>
        complaint(where, `its token for ${audience} is in the file ${path}`, 'name the file after the audience'),
      ),
    ...calls
      .filter((service) => !audiences.includes(service))
      .map((service) => complaint(where, `calls ${service} and has no token for it`, 'add it to the volume `tokens`')),
    ...tokens
      .filter(({ audience = 'the API server' }) => !calls.includes(audience))
      .map(({ audience = 'the API server' }) =>
        complaint(where, `has a token for ${audience}, which it does not call`, 'remove it from the volume `tokens`'),
      ),
    ...allowed
      .filter((service) => !calls.includes(service))
      .map((service) =>
        complaint(
          where,
          `${service} has routes for it, and it is not told where ${service} is`,
          `set ${service.toUpperCase()}_URL`,
        ),
      ),
    ...calls
      .filter((service) => !allowed.includes(service))
      .map((service) =>
        complaint(
          where,
          `is told where ${service} is, which has no routes for it`,
          `remove ${service.toUpperCase()}_URL`,
        ),
      ),
  ]
}
