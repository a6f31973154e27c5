import type { Steps } from '@saleday/local/steps'
import type { WorkLock } from '@saleday/local/work-lock'
import type { Addon } from './addons.ts'
import { type Applied, applyOverlay } from './apply.ts'
import { ensureCluster } from './cluster.ts'
import { clusterNodes } from './cluster-nodes.ts'
import { waitForGateway } from './gateway-check.ts'
import { buildImages, type Tags } from './images.ts'
import { installAddons } from './install-addons.ts'
import { kindOverlayFiles } from './kind-overlay-files.ts'
import { type Kubectl, kubectlFor } from './kubectl.ts'
import { loadImages } from './load-images.ts'
import { loadSecrets } from './load-secrets.ts'
import { ensureNamespace, namespace } from './namespace.ts'
import type { Options } from './options.ts'
import { pruneConfigs } from './prune-configs.ts'
import { pruneImages } from './prune-images.ts'
import type { Run } from './run.ts'
import { slowStep } from './slow-step.ts'
import { type Awaited, waitUntilReady } from './wait-until-ready.ts'
import { overlay, writeOverlay } from './write-overlay.ts'

type Parts = { options: Options; run: Run; steps: Steps; lock: WorkLock }

/**
 * From whatever is there to a shop that sells. Every step finds out what is left to do, so it may be interrupted at any.
 * @returns the port of this machine that the shop is at
 */
export async function bringUp({ options, run, steps, lock }: Parts): Promise<number> {
  const kubectl = kubectlFor(run, options.name)
  const cluster = ensureCluster({ run, steps, lock, cluster: options.name, port: options.port })
  try {
    const images = slowStep(steps, 'building the images', 'images built', () => buildImages(run))
    // Secrets and the gateway's rights are in it.
    const withNamespace = cluster.then(() => ensureNamespace(kubectl))
    const [port, installed] = await Promise.all([
      cluster,
      withNamespace.then(() => installAddons(kubectl, steps, options.addonsDir)),
      Promise.all([images, cluster]).then(([tags]) => load(run, steps, options.name, tags)),
      Promise.all([images, withNamespace]).then(([tags]) => writeFiles(kubectl, options.name, tags)),
    ])
    const applied = await apply(kubectl, steps)
    await becomeReady({ kubectl, steps, options }, applied, installed, port)
    await Promise.all([pruneImages(run), pruneConfigs(kubectl, applied)])
    return port
  } finally {
    // Another step has failed: a cluster that is half made would have to be made anew.
    await cluster.catch(() => {})
  }
}

async function load(run: Run, steps: Steps, cluster: string, tags: Tags): Promise<void> {
  const from = performance.now()
  const count = await loadImages(run, cluster, await clusterNodes(run, cluster), tags)
  if (count > 0) steps.say(`images brought to the nodes: ${count} (${Math.round(performance.now() - from)} ms)`)
  else steps.say('the nodes have these images')
}

async function writeFiles(kubectl: Kubectl, cluster: string, tags: Tags): Promise<void> {
  const [secrets, jwks] = await Promise.all([
    loadSecrets(kubectl, cluster),
    kubectl(['get', '--raw', '/openid/v1/jwks']),
  ])
  writeOverlay(cluster, kindOverlayFiles({ secrets, jwks, tags }))
}

async function apply(kubectl: Kubectl, steps: Steps): Promise<Applied[]> {
  const from = performance.now()
  const applied = await applyOverlay(kubectl, overlay)
  steps.say(`applied: ${applied.length} objects (${Math.round(performance.now() - from)} ms)`)
  return applied
}

type Waiting = { kubectl: Kubectl; steps: Steps; options: Options }

async function becomeReady(waiting: Waiting, applied: readonly Applied[], installed: readonly Addon[], port: number) {
  const { kubectl, steps, options } = waiting
  const wait = { kubectl, steps, timeoutSeconds: options.timeoutSeconds }
  await steps.step('migrated, seeded, every pod ready', () => waitUntilReady(wait, awaitedOf(applied, installed)))
  await steps.step('the gateway answers', () => waitForGateway(kubectl, port, options.timeoutSeconds))
}

function awaitedOf(applied: readonly Applied[], installed: readonly Addon[]): Awaited[] {
  const ofShop = applied.filter(({ kind }) => ['deployment', 'statefulset', 'job'].includes(kind))
  return [
    ...ofShop.map(({ kind, name }) => ({ kind, namespace, name })),
    ...installed.flatMap(({ deployments }) => deployments.map((one) => ({ kind: 'deployment', ...one }))),
  ]
}
