import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repository } from '@saleday/local/repository'
import { parse } from 'yaml'
import { countPods } from './count-pods.ts'
import { eventually } from './eventually.ts'
import { promise, type Scene } from './promise.ts'
import { endSpike, startSpike } from './spike.ts'
import { apply, get, type KubeObject, kubectl, withoutHistory } from './target.ts'

const pods = { few: 2, many: 5 }
/** How long it took is said; on a machine that others share it is no promise: 27 to 61 s were seen on two cores. */
const outWithinSeconds = 150
/** With the window that is shortened below: what a rate over 20 s and the autoscaler's own rhythm take. */
const inWithinSeconds = 120

/** 120 s without stabilisation and a pod at a time are right for a shop, and too long for a test: how it scales in is tested, not when. */
const atOnce = { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 6, periodSeconds: 15 }] }

promise(
  'a spike of requests: product goes from 2 to 5 ready pods by requests/s, and back',
  { about: ['product'], seconds: 330 },
  async (scene) => {
    const scaledObject = await get('scaledobject', 'product')
    scene.undo('autoscaler', () => replaceSpec(scaledObject, scaledObject.spec))
    const { advanced, triggers, ...spec } = structuredClone(scaledObject.spec)
    advanced.horizontalPodAutoscalerConfig.behavior.scaleDown = atOnce
    // This trigger alone: CPU has a test of its own, and nobody knows at what hour this runs.
    const byRequests = triggers.filter(({ type }: KubeObject) => type === 'prometheus')
    await replaceSpec(scaledObject, { ...spec, advanced, triggers: byRequests })

    // Four times what one pod is given before another one is wanted, and half as much again; cached, so that it costs little.
    const perSecond = 6 * Number(byRequests[0].metadata.threshold)
    await outAndIn(scene, { paths: '/api/products?limit=1', perSecond })
  },
)

promise(
  'a spike of work: product goes from 2 to 5 ready pods by CPU, with the plain autoscaler of k8s/base, and back',
  { about: ['product'], seconds: 330 },
  async (scene) => {
    const scaledObject = await get('scaledobject', 'product')
    scene.undo('autoscaler', async () => {
      await kubectl(['delete', 'hpa', 'product', '--ignore-not-found'])
      await apply(withoutHistory(scaledObject))
      await eventually('KEDA scales again', 60, async () => await get('hpa', 'keda-hpa-product').catch(() => false))
    })
    await kubectl(['delete', 'scaledobject', 'product'])
    const plain = parse(await readFile(join(repository, 'k8s/base/product/horizontalpodautoscaler.yaml'), 'utf8'))
    plain.spec.behavior.scaleDown = atOnce
    await apply(plain)
    await outAndIn(scene, { paths: '/api/products?limit=100&q=*', perSecond: 250 })
  },
)

async function outAndIn({ undo, say }: Scene, load: { paths: string; perSecond: number }): Promise<void> {
  const count = countPods('product')
  undo('watch pods', count.stop)
  await count.until(`${pods.few} pods at rest`, 180, ({ ready, all }) => ready === pods.few && all === pods.few)
  undo('spike', endSpike)
  await startSpike({ ...load, seconds: outWithinSeconds })
  const out = await count.until(`${pods.many} ready pods`, outWithinSeconds, ({ ready }) => ready >= pods.many)
  say(`from ${pods.few} to ${pods.many} ready pods in ${out.toFixed(1)} s`)
  await endSpike()
  const back = await count.until(`${pods.few} pods again`, inWithinSeconds, ({ ready }) => ready === pods.few)
  say(`back to ${pods.few} in ${back.toFixed(1)} s`)
}

const replaceSpec = ({ metadata }: KubeObject, spec: KubeObject): Promise<string> =>
  kubectl([
    'patch',
    'scaledobject',
    metadata.name,
    '--type=json',
    '--patch',
    JSON.stringify([{ op: 'replace', path: '/spec', value: spec }]),
  ])
