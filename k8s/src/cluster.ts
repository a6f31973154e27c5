import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Steps } from '@saleday/local/steps'
import { UserError } from '@saleday/local/user-error'
import type { WorkLock } from '@saleday/local/work-lock'
import { checkPort } from './check-port.ts'
import { clusterConfig, defaultPort } from './cluster-config.ts'
import { type ClusterNode, clusterNodes } from './cluster-nodes.ts'
import { keepContext } from './keep-context.ts'
import { contextOf, kubectlFor } from './kubectl.ts'
import { lastLineOf, type Run } from './run.ts'
import { slowStep } from './slow-step.ts'

type Parts = { run: Run; steps: Steps; lock: WorkLock; cluster: string; port: number | undefined }

/** A cluster is called dead only after this: to be made anew it is deleted, with all that is in it. */
const patienceMs = { running: 20_000, justStarted: 60_000 }

/**
 * Takes the cluster that is there, makes one where there is none, and makes a dead one anew.
 * @returns the port of this machine that leads to its gateway
 */
export async function ensureCluster(parts: Parts): Promise<number> {
  const { run, steps, cluster, port } = parts
  const nodes = await clusterNodes(run, cluster)
  if (nodes.length === 0) return makeCluster(parts, port)
  const trouble = await reviveCluster(parts, nodes)
  const itsPort = nodes.find(({ shopPort }) => shopPort !== undefined)?.shopPort
  if (trouble === undefined) {
    steps.say(`the cluster ${cluster} is there, with ${nodes.length} nodes`)
    return checkShopPort(parts, itsPort)
  }
  steps.say(`the cluster ${cluster} is dead (${trouble}): deleting it, to make it anew`)
  await deleteCluster(parts)
  return makeCluster(parts, port ?? itsPort)
}

async function makeCluster({ run, steps, lock, cluster }: Parts, wantedPort: number | undefined): Promise<number> {
  const file = await readFile(new URL('../kind/cluster.yaml', import.meta.url), 'utf8')
  const port = wantedPort ?? defaultPort(file)
  await checkPort(port)
  steps.say(`making the cluster ${cluster}; kind's image is downloaded where it is not there yet`)
  await slowStep(steps, `making the cluster ${cluster}`, `cluster ${cluster} made`, () =>
    keepContext(run, () =>
      run('kind', ['create', 'cluster', '--name', cluster, '--config', '-'], {
        input: clusterConfig(file, port),
        onStart: lock.childStarted,
      }),
    ),
  )
  return port
}

export async function deleteCluster({ run, lock, cluster }: Pick<Parts, 'run' | 'lock' | 'cluster'>): Promise<void> {
  await run('kind', ['delete', 'cluster', '--name', cluster], { onStart: lock.childStarted })
}

/** @returns what is wrong with it; undefined where the cluster is well */
async function reviveCluster(parts: Parts, nodes: readonly ClusterNode[]): Promise<string | undefined> {
  const { run, steps, cluster } = parts
  const asleep = nodes.filter(({ state }) => state !== 'running')
  for (const [state, action] of [
    ['stopped', 'start'],
    ['paused', 'unpause'],
  ] as const) {
    const names = nodes.filter((node) => node.state === state).map(({ name }) => name)
    if (names.length === 0) continue
    steps.say(`the cluster ${cluster} is there, ${state}: docker ${action} ${names.join(' ')}`)
    // One that cannot be started shows below, as a cluster that does not answer.
    await run('docker', [action, ...names]).catch(() => {})
  }
  const end = performance.now() + (asleep.length > 0 ? patienceMs.justStarted : patienceMs.running)
  for (let tries = 0; ; tries++) {
    const trouble = await troubleOf(parts, nodes)
    if (trouble === undefined || performance.now() > end) return trouble
    if (tries === 0) {
      steps.say(`the cluster ${cluster} does not answer yet (${trouble})`)
      // The kubeconfig may have lost it, or know it by an address of before.
      await keepContext(run, () => run('kind', ['export', 'kubeconfig', '--name', cluster])).catch(() => {})
    }
    await sleep(1_000)
  }
}

async function troubleOf({ run, cluster }: Parts, nodes: readonly ClusterNode[]): Promise<string | undefined> {
  const kubectl = kubectlFor(run, cluster)
  try {
    await kubectl(['get', '--raw', '/readyz', '--request-timeout', '5s'])
    const registered = await kubectl(['get', 'nodes', '--output', 'name', '--request-timeout', '5s'])
    const missing = nodes.filter(({ name }) => !registered.split('\n').includes(`node/${name}`))
    // kind was interrupted, before the node had joined.
    if (missing.length > 0) return `its node ${missing.map(({ name }) => name).join(', ')} never joined`
    return undefined
  } catch (error) {
    return lastLineOf(error)
  }
}

function checkShopPort({ cluster, port }: Parts, itsPort: number | undefined): number {
  if (itsPort === undefined) {
    throw new UserError(
      `The cluster ${cluster} (context ${contextOf(cluster)}) is there, but was not made by this command: no port of this machine leads to its gateway.`,
      'Leave it alone and make another: npm run kind:up -- --name shop; or remove it: npm run kind:down',
    )
  }
  if (port !== undefined && port !== itsPort) {
    throw new UserError(
      `The shop of the cluster ${cluster} is at port ${itsPort}, and a cluster cannot change that.`,
      `Leave --port out, or make the cluster anew: npm run kind:down -- --name ${cluster}`,
    )
  }
  return itsPort
}
