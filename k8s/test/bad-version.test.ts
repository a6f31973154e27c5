import assert from 'node:assert/strict'
import type { Pod } from '../src/watch-pods.ts'
import { assertNothingFailed, says } from './assert-load.ts'
import { rolledOut } from './deployments.ts'
import { eventually } from './eventually.ts'
import { startLoad } from './load.ts'
import { nameOf, podsOf, readyPodsOf, restartsOf, troubleOf } from './pods.ts'
import { promise, type Scene } from './promise.ts'
import { get, kubectl } from './target.ts'

/** Rolls out what cannot work, waits for its sign, and looks at the old pods, which go on selling. */
async function rollOutBad(
  { undo, say }: Scene,
  { service, change, shows }: { service: string; change: string[]; shows: (pod: Pod) => boolean },
): Promise<void> {
  const old = (await readyPodsOf(service)).map(nameOf).sort()
  const load = await startLoad({ undo }, { perSecond: 20 })
  undo('version', async () => {
    await kubectl(['rollout', 'undo', `deployment/${service}`])
    await rolledOut(service)
  })
  await kubectl(change)
  const bad = await eventually(
    'a pod of the bad version, in trouble',
    60,
    async () => (await podsOf(service)).find((pod) => !old.includes(nameOf(pod)) && shows(pod)),
    1_000,
  )
  say(`${nameOf(bad)}: ${JSON.stringify(troubleOf(bad))}`)
  assert.deepEqual(
    (await readyPodsOf(service)).map(nameOf).sort(),
    old,
    'the old pods are there, and no other is ready',
  )
  const { status } = await get('deployment', service)
  assert.ok(status.availableReplicas >= 2, 'the old pods are available')
  await eventually('ten seconds of load', 30, () => load.requests() >= 200)
  const result = await load.end()
  say(says(result))
  assertNothingFailed(result)
}

const images = async (service: string): Promise<string> => {
  const { spec } = await get('deployment', service)
  return spec.template.spec.containers[0].image
}

promise(
  'an image that does not exist, rolled out, is held back while the old pods go on selling',
  { about: ['cart'] },
  async (scene) => {
    const image = (await images('cart')).replace(/:[^:]*$/, ':there-is-no-such-tag')
    await rollOutBad(scene, {
      service: 'cart',
      change: ['set', 'image', 'deployment/cart', `cart=${image}`],
      shows: (pod) => /^(ErrImagePull|ImagePullBackOff|ErrImageNeverPull)$/.test(troubleOf(pod).waiting ?? ''),
    })
  },
)

promise(
  'the image of another service, rolled out, is held back while the old pods go on selling',
  { about: ['order'] },
  async (scene) => {
    await rollOutBad(scene, {
      service: 'order',
      change: ['set', 'image', 'deployment/order', `order=${await images('bank')}`],
      shows: (pod) => restartsOf(pod) >= 1 && troubleOf(pod).exitCode === 2,
    })
  },
)

promise(
  'settings that are not valid, rolled out, end the new pod with exit code 2 while the old ones go on selling',
  { about: ['product'] },
  async (scene) => {
    await rollOutBad(scene, {
      service: 'product',
      change: ['set', 'env', 'deployment/product', 'READ_POOL_SIZE=many'],
      shows: (pod) => restartsOf(pod) >= 1 && troubleOf(pod).exitCode === 2,
    })
  },
)
