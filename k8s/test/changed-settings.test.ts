import assert from 'node:assert/strict'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { untilWhole } from './deployments.ts'
import { plentifulGoods } from './goods.ts'
import { promise } from './promise.ts'
import { kindOverlay, render } from './rendered.ts'
import { services } from './services.ts'
import { apply, get, type KubeObject, kubectl, shopUrl } from './target.ts'

promise(
  'a setting changed in a ConfigMap, applied, rolls out the service that reads it, and no other',
  { about: ['cart'] },
  async ({ undo }) => {
    const productId = (await plentifulGoods())[0]!.id
    const unchanged = await render(kindOverlay)
    await applyAll(unchanged)
    const before = await versions()
    const usual = await guestSeconds(productId)
    const changed = await renderWith('cart', `GUEST_CART_TTL_SECONDS=${usual + 60}`)

    undo('settings', () => putBack(unchanged, changed))
    await applyAll(changed)
    await untilWhole() // an old pod answers until it is gone

    const after = await versions()
    assert.deepEqual(
      services.filter((service) => after[service] !== before[service]),
      ['cart'],
    )
    assert.equal(await guestSeconds(productId), usual + 60, 'the new pods have the new value')

    await putBack(unchanged, changed)
    assert.equal(await guestSeconds(productId), usual, 'and put back, the old one')
  },
)

/** Jobs are left out: they cannot be changed, and no setting of a service is theirs. */
const applyAll = (objects: KubeObject[]): Promise<string> => apply(...objects.filter(({ kind }) => kind !== 'Job'))

async function putBack(unchanged: KubeObject[], changed: KubeObject[]): Promise<void> {
  await applyAll(unchanged)
  await untilWhole()
  const names = settingsOfCart(changed).filter((name) => !settingsOfCart(unchanged).includes(name))
  await kubectl(['delete', 'configmap', ...names, '--ignore-not-found'])
}

/** Names that carry a hash of what is in them. */
const settingsOfCart = (objects: KubeObject[]): string[] =>
  objects
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && /^cart-[a-z0-9]+$/.test(metadata.name))
    .map(({ metadata }) => metadata.name)

/** For each service, what its pods are made from. */
async function versions(): Promise<Record<string, string>> {
  const deployments: KubeObject[] = await get('deployments')
  return Object.fromEntries(deployments.map(({ metadata, spec }) => [metadata.name, JSON.stringify(spec.template)]))
}

/** How long a guest's cookie lasts: what GUEST_CART_TTL_SECONDS says. */
async function guestSeconds(productId: string): Promise<number> {
  const answer = await fetch(`${shopUrl}/api/cart/items/${productId}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ quantity: 1 }),
  })
  const maxAge = /Max-Age=(\d+)/i.exec(answer.headers.getSetCookie().join())?.[1]
  assert.ok(maxAge, `the guest gets a cookie: ${answer.status} ${await answer.text()}`)
  return Number(maxAge)
}

/** The overlay with one value changed, as an overlay on top of it, which leaves the project's files alone. */
async function renderWith(configMap: string, literal: string): Promise<KubeObject[]> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'saleday-overlay-')))
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'saleday',
    resources: [relative(folder, await realpath(kindOverlay))],
    configMapGenerator: [{ name: configMap, behavior: 'merge', literals: [literal] }],
  }
  try {
    await writeFile(join(folder, 'kustomization.yaml'), JSON.stringify(kustomization))
    return await render(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}
