import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explain } from '@saleday/local/user-error'
import { checkTools } from '../src/check-tools.ts'
import { CommandError } from '../src/run.ts'
import { type OpenApi, schemaOf } from './json-schema.ts'
import { schemaFile, schemaFolder } from './kubeconform.ts'
import { renderings, run } from './renderings.ts'

/**
 * `npm run k8s:schemas`: makes the schemas of exactly the kinds that the manifests have, from the API server of a cluster
 * that has the add-ons. Takes what kubectl takes: `npm run k8s:schemas -- --context kind-saleday`.
 */
const connection = process.argv.slice(2)
const get = async <T>(path: string) => JSON.parse(await run('kubectl', [...connection, 'get', '--raw', path])) as T

type Definition = {
  metadata: { annotations?: Record<string, string> }
  spec: { group: string; names: { kind: string } }
}

async function writeSchemas(): Promise<void> {
  await checkTools(run, ['kubectl'])
  const objects = (await renderings()).flatMap((rendering) => rendering.objects)
  const kinds = new Map(objects.map((object) => [schemaFile(object.apiVersion, object.kind), object]))
  const { gitVersion } = await get<{ gitVersion: string }>('/version')
  const definitions = await get<{ items: Definition[] }>('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')

  const files: [string, string][] = []
  for (const [file, { apiVersion, kind }] of [...kinds].sort()) {
    const openApi = await get<OpenApi>(`/openapi/v3/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}`)
    const schema = schemaOf(openApi, apiVersion, kind)
    if (!schema) throw new Error(`The cluster does not have ${kind} of ${apiVersion}.`)
    const $comment = `${apiVersion} ${kind} of ${origin(apiVersion, kind, definitions.items) ?? `Kubernetes ${gitVersion}`}`
    files.push([file, `${JSON.stringify({ $comment, ...schema })}\n`])
  }
  mkdirSync(schemaFolder, { recursive: true })
  for (const file of readdirSync(schemaFolder)) if (!kinds.has(file)) rmSync(join(schemaFolder, file))
  for (const [file, text] of files) writeFileSync(join(schemaFolder, file), text)
  const bytes = files.reduce((sum, [, text]) => sum + text.length, 0)
  console.log(`${kinds.size} schemas, ${Math.round(bytes / 1024)} KiB, are in ${schemaFolder}`)
}

/** The add-on that brings a kind, with its version where it tells; undefined: Kubernetes itself. */
function origin(apiVersion: string, kind: string, definitions: readonly Definition[]): string | undefined {
  const group = apiVersion.split('/')[0]!
  const found = definitions.find(({ spec }) => spec.group === group && spec.names.kind === kind)
  if (!found) return undefined
  const version = found.metadata.annotations?.['gateway.networking.k8s.io/bundle-version']
  return [group, version].filter(Boolean).join(' ')
}

try {
  await writeSchemas()
} catch (error) {
  const { text, exitCode } = error instanceof CommandError ? { text: error.message, exitCode: 1 } : explain(error)
  console.error(text)
  process.exitCode = exitCode
}
