import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { databaseOwners } from '@saleday/local/parties'
import { parseAllDocuments, stringify } from 'yaml'
import { images, type Tags } from '../src/images.ts'
import { kindOverlayFiles } from '../src/kind-overlay-files.ts'
import { type KindSecrets, secretNames } from '../src/kind-secrets.ts'
import type { Run } from '../src/run.ts'
import type { KubeObject, Secret } from './objects.ts'
import type { Rendering } from './rule.ts'

const manifests = join(import.meta.dirname, '..')

/** What a component is rendered with, beside the base and the Secrets. */
const needs: Readonly<Record<string, readonly string[]>> = {
  autoscaling: ['monitoring'],
  bank: ['gateway'],
  console: [],
  'demo-customer': [],
  gateway: [],
  'job-names': ['bank', 'gateway'],
  load: [],
  monitoring: [],
  postgres: [],
  tracing: [],
  valkey: [],
}

/** What users are told to switch on in an overlay. */
const variants: Readonly<Record<string, readonly string[]>> = {
  kind: ['tracing'],
  cloud: ['monitoring', 'autoscaling', 'tracing'],
}

export type Rendered = Rendering & { yaml: string }

type Plan = Pick<Rendering, 'name' | 'isWhole' | 'outside'> & { path: string }

/** Renders every overlay, and every component by an overlay of its own. The real secrets are not read. */
export async function renderAll(run: Run): Promise<Rendered[]> {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-k8s-'))
  try {
    for (const part of ['base', 'components', 'overlays']) {
      cpSync(join(manifests, part), join(folder, part), {
        recursive: true,
        filter: (path) => path !== join(manifests, 'overlays/kind/local'),
      })
    }
    writeAll(join(folder, 'overlays/kind/local'), standIns)
    const results: Rendered[] = []
    for (const { path, ...plan } of [...planOverlays(folder), ...planComponents(folder)]) {
      const yaml = await run('kubectl', ['kustomize', join(folder, path)])
      results.push({ ...plan, yaml, objects: parse(yaml) })
    }
    return results
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const planOverlays = (folder: string): Plan[] =>
  foldersIn('overlays').flatMap((overlay) => {
    const whole = { isWhole: true, outside: overlay === 'kind' ? [] : broughtAlong() }
    const plan = { name: overlay, path: `overlays/${overlay}`, ...whole }
    const extra = variants[overlay]
    if (!extra) return [plan]
    const path = `variants/${overlay}`
    writeKustomization(join(folder, path), [`../../overlays/${overlay}`], extra.map(pathOf))
    return [plan, { name: `${overlay} with ${extra.join(', ')}`, path, ...whole }]
  })

const planComponents = (folder: string): Plan[] =>
  componentNames().map((component) => {
    const path = `variants/component-${component}`
    // One that is not listed above gets nothing, and says by itself what it lacks.
    const parts = [...(needs[component] ?? []), component].map(pathOf)
    // Images are set in what is there already, and the names of Jobs are made of them.
    const [before, after] = component === 'job-names' ? [parts.slice(0, -1), parts.slice(-1)] : [parts, []]
    writeKustomization(join(folder, path), ['../../base'], [...before, '../../overlays/kind/local', ...after])
    return { name: `component ${component}`, path, isWhole: false, outside: [] }
  })

const pathOf = (component: string) => `../../components/${component}`

const foldersIn = (path: string): string[] =>
  readdirSync(join(manifests, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()

export const componentNames = () => foldersIn('components')

const parse = (yaml: string): KubeObject[] =>
  parseAllDocuments(yaml, { merge: true })
    .map((document) => document.toJS() as KubeObject | null)
    .filter((object) => object !== null)

function writeKustomization(folder: string, resources: string[], components: string[]): void {
  const content = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: 'saleday',
    resources,
    components,
  }
  writeAll(folder, { 'kustomization.yaml': stringify(content) })
}

function writeAll(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** Stands in for what `npm run kind:up` makes. */
const standIns = kindOverlayFiles({
  secrets: Object.fromEntries(
    secretNames.map((name) => [name, `${name}-which-opens-nothing-0123456789`]),
  ) as KindSecrets,
  jwks: '{"keys":[]}',
  // Each its own, so that a Job with the tag of another image shows.
  tags: Object.fromEntries(images.map((image) => [image, `of-${image}`])) as Tags,
})

/** The Secrets that overlays/cloud/README.md asks for, with databases that are elsewhere. */
function broughtAlong(): Secret[] {
  const names = [...databaseOwners.map((owner) => `${owner}-database`), 'product', 'cart', 'payment', 'auth', 'bank']
  const ofShop = names.map((name): Secret => {
    const stringData = Object.fromEntries(
      Object.entries(standIns)
        .filter(([path]) => path.startsWith(`secrets/${name}/`))
        .map(([path, value]) => [path.split('/')[2]!, value.replace(/@(postgres|carts|cache):/, '@$1.example.com:')]),
    )
    return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData }
  })
  // The certificate, which cert-manager makes.
  return [...ofShop, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'shop-tls' } }]
}
