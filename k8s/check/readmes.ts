import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { services } from '@saleday/local/parties'
import { configMapData, dataOf } from './environment.ts'
import { named, ofKind } from './objects.ts'
import { componentNames } from './render.ts'
import { type Complaint, complaint, type Rendering } from './rule.ts'

const folder = join(import.meta.dirname, '..')

/** The documents that say again what is in the manifests. */
export type Readmes = {
  components: readonly string[]
  withReadme: readonly string[]
  overview: string
  autoscaling: string
  cloud: string
}

export function readReadmes(): Readmes {
  const components = componentNames()
  const read = (path: string) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : '')
  return {
    components,
    withReadme: components.filter((name) => read(`components/${name}/README.md`) !== ''),
    overview: read('README.md'),
    autoscaling: read('components/autoscaling/README.md'),
    cloud: read('overlays/cloud/README.md'),
  }
}

export const readmeRule = 'the READMEs name every component, and say what is in the manifests'

/** @param kind the rendering that has all components; @param cloud the one whose Secrets come from outside */
export const checkReadmes = (readmes: Readmes, kind: Rendering, cloud: Rendering): Complaint[] => [
  ...ofComponents(readmes),
  ...ofResources(readmes.overview, kind),
  ...ofSettings(readmes.overview, kind),
  ...ofThresholds(readmes.autoscaling, kind),
  ...ofSecrets(readmes.cloud, cloud),
]

const ofComponents = ({ components, withReadme, overview }: Readmes): Complaint[] => [
  ...components
    .filter((name) => !withReadme.includes(name))
    .map((name) => complaint(`k8s/components/${name}`, 'has no README.md', 'say what it brings and what it needs')),
  ...components
    .filter((name) => !overview.includes(`(components/${name}/`))
    .map((name) => complaint('k8s/README.md', `does not lead to the component ${name}`, `link to components/${name}/`)),
]

const lacks = (file: string, text: string, row: string): Complaint[] =>
  text.includes(row) ? [] : [complaint(file, `has no row '${row}'`, 'make it say what the manifests say')]

const ofResources = (text: string, { objects }: Rendering): Complaint[] =>
  services.flatMap((service) => {
    const { requests, limits } =
      named(objects, 'Deployment', service)?.spec.template.spec.containers[0]?.resources ?? {}
    const inWords = (memory = '') => memory.replace(/(?<=\d)(?=[KMG]i$)/, ' ').replace(/i$/, 'iB')
    const row = `| ${service} | ${requests?.cpu} | ${inWords(requests?.memory)}, ${inWords(limits?.memory)} |`
    return lacks('k8s/README.md', text, row)
  })

/** Rows such as "| `DRAIN_LIMIT_MS` | 20000 |". */
const ofSettings = (text: string, rendering: Rendering): Complaint[] =>
  [...text.matchAll(/^\| `([A-Z_]+)` \| ([^|]*) \|/gm)].flatMap(([, variable = '', said]) => {
    const config = ofKind(rendering.objects, 'ConfigMap').find(
      ({ metadata }) => configMapData(rendering, metadata.name)?.[variable],
    )
    const value = dataOf(config)?.[variable]
    if (value === said) return []
    return [complaint('k8s/README.md', `says that ${variable} is ${said}, and it is ${value}`, 'make them agree')]
  })

const ofThresholds = (text: string, { objects }: Rendering): Complaint[] =>
  ofKind(objects, 'ScaledObject').flatMap(({ metadata, spec }) => {
    const threshold = spec.triggers.find(({ type }) => type === 'prometheus')?.metadata.threshold
    return lacks('k8s/components/autoscaling/README.md', text, `| ${metadata.name} | ${threshold} |`)
  })

/** The Secrets that have keys: one without is made by somebody else, such as a certificate. */
const ofSecrets = (text: string, { outside }: Rendering): Complaint[] =>
  outside.flatMap((secret) => {
    const keys = Object.keys(dataOf(secret) ?? {})
    const { name } = secret.metadata
    const row =
      text.split('\n').find((line) => line.startsWith('|') && line.split('|')[1]!.includes(`\`${name}\``)) ?? ''
    return keys
      .filter((key) => !row.includes(`\`${key}\``))
      .map((key) =>
        complaint('k8s/overlays/cloud/README.md', `does not ask for ${key} of the Secret ${name}`, 'add it'),
      )
  })
