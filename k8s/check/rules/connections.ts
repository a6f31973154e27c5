import { containersOf, named } from '../objects.ts'
import { complaint, type Rule } from '../rule.ts'
import { serversOf } from '../servers.ts'
import { scalersOf } from './autoscaling.ts'

/** For people, migrations and PostgreSQL's own. */
const spare = 20

export const connections: Rule = {
  name: 'PostgreSQL has connections for as many pods as there may be',
  onlyWhole: true,
  check: (rendering) => {
    const postgres = named(rendering.objects, 'StatefulSet', 'postgres')
    if (!postgres) return []
    const args = containersOf(postgres.spec.template.spec).flatMap((container) => container.args ?? [])
    const limit = Number(args.map((arg) => /^-cmax_connections=(\d+)$/.exec(arg)?.[1]).find(Boolean) ?? 100)
    const scalers = scalersOf(rendering.objects)
    const needed = serversOf(rendering).map(({ name, deployment, told }) => {
      const scaler = scalers.find(({ target }) => target === `Deployment ${name}`)
      // One more while an update rolls.
      const pods = (scaler?.max ?? deployment.spec.replicas ?? 1) + 1
      const each = [...told.variables]
        .filter(([variable]) => variable.endsWith('POOL_SIZE'))
        .map(([, size]) => Number(size))
      return pods * each.reduce((sum, size) => sum + size, 0)
    })
    const sum = needed.reduce((total, one) => total + one, 0)
    if (sum + spare <= limit) return []
    const what = `takes ${limit} connections, and all pods together may open ${sum}, beside ${spare} for people and Jobs`
    return [complaint('StatefulSet postgres', what, 'raise max_connections, or lower the pools or the number of pods')]
  },
}
