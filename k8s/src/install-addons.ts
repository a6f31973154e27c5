import type { Steps } from '@saleday/local/steps'
import { addonManifest } from './addon-manifest.ts'
import { type Addon, addons } from './addons.ts'
import { getItems, type Kubectl } from './kubectl.ts'
import { CommandError } from './run.ts'

/** Names the add-ons that have been begun and not finished: the sign of one may be there before the rest of it. */
const mark = { namespace: 'kube-system', name: 'saleday-unfinished-addons' }

/**
 * Installs what is missing, in their order, and leaves alone what is there. They become ready later.
 * @returns those that it has installed
 */
export async function installAddons(kubectl: Kubectl, steps: Steps, folder: string | undefined): Promise<Addon[]> {
  const missing = await missingAddons(kubectl)
  if (missing.length === 0) {
    steps.say(`there already: ${addons.map(({ name }) => name).join(', ')}`)
    return []
  }
  await setMark(kubectl, missing)
  for (const addon of missing) {
    const manifest = await addonManifest(addon, folder)
    await steps.step(`${addon.name} ${addon.version} installed`, () => install(kubectl, addon, manifest))
  }
  await kubectl(['--namespace', mark.namespace, 'delete', 'configmap', mark.name])
  return missing
}

async function install(kubectl: Kubectl, addon: Addon, manifest: string): Promise<void> {
  // By the server: the annotation of a client-side apply would be too small for these CRDs.
  await kubectl(['apply', '--server-side', '--force-conflicts', '--filename', '-'], { input: manifest })
  if (addon.crds.length === 0) return
  const crds = addon.crds.map((name) => `crd/${name}`)
  await kubectl(['wait', '--for', 'condition=Established', '--timeout', '60s', ...crds])
}

async function missingAddons(kubectl: Kubectl): Promise<Addon[]> {
  const [signs, unfinished] = await Promise.all([findSigns(kubectl), readMark(kubectl)])
  return addons.filter(({ sign, name }) => !signs.includes(sign) || unfinished.includes(name))
}

async function findSigns(kubectl: Kubectl): Promise<string[]> {
  const find = (signs: readonly string[]) => kubectl(['get', ...signs, '--ignore-not-found', '--output', 'name'])
  const [ofCluster, ofGateways] = await Promise.all([
    find(addons.map(({ sign }) => sign).filter((sign) => !sign.startsWith('gatewayclass/'))),
    find(['gatewayclass/traefik']).catch((error) => {
      // Where there is no Gateway API, not even this can be asked.
      if (error instanceof CommandError && error.stderr.includes("doesn't have a resource type")) return ''
      throw error
    }),
  ])
  return readSigns(`${ofCluster}\n${ofGateways}`)
}

/** kubectl names what it has found by the full names of kinds. */
export function readSigns(names: string): string[] {
  const short: Readonly<Record<string, string>> = { customresourcedefinition: 'crd' }
  return names
    .split('\n')
    .filter((line) => line.includes('/'))
    .map((line) => {
      const [kind = '', name = ''] = line.split('/')
      const first = kind.split('.')[0]!
      return `${short[first] ?? first}/${name}`
    })
}

async function readMark(kubectl: Kubectl): Promise<string[]> {
  const where = ['--namespace', mark.namespace, 'configmap', mark.name]
  const [found] = await getItems<{ data?: { names?: string } }>(kubectl, where)
  return found?.data?.names?.split(', ') ?? []
}

async function setMark(kubectl: Kubectl, unfinished: readonly Addon[]): Promise<void> {
  const names = unfinished.map(({ name }) => name).join(', ')
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: mark, data: { names } }
  await kubectl(['apply', '--server-side', '--force-conflicts', '--filename', '-'], { input: JSON.stringify(object) })
}
