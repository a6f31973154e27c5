import { checkTools } from './check-tools.ts'
import { cli } from './cli.ts'
import { clusterNodes } from './cluster-nodes.ts'
import { askGateway } from './gateway-check.ts'
import { getItems, kubectlFor } from './kubectl.ts'
import { namespace } from './namespace.ts'
import type { Related } from './objects.ts'
import { readStatus } from './status.ts'
import { showStatus } from './status-table.ts'

/** `npm run kind:status`: how the shop in the kind cluster is, and what is wrong with it. */
await cli('kind:status', async ({ options, run, write }) => {
  await checkTools(run, ['docker', 'kubectl'])
  const cluster = options.name
  const nodes = await clusterNodes(run, cluster)
  const port = nodes.find(({ shopPort }) => shopPort !== undefined)?.shopPort
  if (port === undefined) {
    write(`There is no shop in a kind cluster ${cluster}. It is made by: npm run kind:up`)
    return 1
  }
  const kinds = 'nodes,deployments.apps,statefulsets.apps,jobs.batch,pods,horizontalpodautoscalers.autoscaling'
  const [gateway, objects] = await Promise.all([
    askGateway(port),
    getItems<Related>(kubectlFor(run, cluster), ['--namespace', namespace, kinds]).catch((error) => error as Error),
  ])
  const stopped = nodes.filter(({ state }) => state !== 'running').map(({ name, state }) => `node ${name} is ${state}`)
  const status = readStatus({ objects, gateway, stopped })
  write(showStatus(status))
  return status.sells ? 0 : 1
})
