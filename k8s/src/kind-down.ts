import { checkTools } from './check-tools.ts'
import { cli } from './cli.ts'
import { deleteCluster } from './cluster.ts'
import { clusterNodes } from './cluster-nodes.ts'
import { lockKind } from './lock.ts'
import { removeOverlay } from './write-overlay.ts'

/** `npm run kind:down`: deletes the cluster with all that is in it. */
await cli('kind:down', async ({ options, run, steps }) => {
  await checkTools(run, ['docker', 'kind'])
  const cluster = options.name
  const lock = await lockKind('kind:down', steps.say)
  try {
    const nodes = await clusterNodes(run, cluster)
    // Without nodes it may still be in the kubeconfig, and deleting it takes it out of there.
    await deleteCluster({ run, lock, cluster })
    steps.say(nodes.length === 0 ? `there is no cluster ${cluster}` : `deleted the cluster ${cluster}, data and all`)
    if (removeOverlay(cluster)) steps.say('removed its secrets, k8s/overlays/kind/local')
    return 0
  } finally {
    lock.release()
  }
})
