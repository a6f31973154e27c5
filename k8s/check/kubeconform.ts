import { join } from 'node:path'
import { CommandError, type Run } from '../src/run.ts'

/** What kubeconform says of one object. */
export type Verdict = { kind: string; name: string; isValid: boolean; message: string }

export const schemaFolder = join(import.meta.dirname, 'schemas')

/** `deployment-apps-v1.json`: the name that kubeconform makes of a kind and its version. */
export const schemaFile = (apiVersion: string, kind: string): string => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : [undefined, apiVersion]
  return `${[kind.toLowerCase(), group?.split('.')[0], version].filter(Boolean).join('-')}.json`
}

/** Validates the objects, in the order in which they stand, by the schemas that are here, and by no others. A kind without one is not valid. */
export async function kubeconform(run: Run, yaml: string): Promise<Verdict[]> {
  const schemas = join(schemaFolder, '{{ .ResourceKind }}{{ .KindSuffix }}.json')
  const args = ['-strict', '-summary', '-verbose', '-n', '1', '-output', 'json', '-schema-location', schemas]
  const output = await run('kubeconform', args, { input: yaml }).catch((error: unknown) => {
    // It ends with 1 where something is not valid, and tells what.
    if (error instanceof CommandError && error.exitCode === 1 && error.stdout.startsWith('{')) return error.stdout
    throw error
  })
  const { resources } = JSON.parse(output) as {
    resources: { kind: string; name: string; status: string; msg: string }[]
  }
  return resources.map(({ kind, name, status, msg }) => ({
    kind,
    name,
    isValid: status === 'statusValid',
    message: msg.replace(/^.*?validation failed with '[^']*' - /s, ''),
  }))
}
