import { createRunner, type RunOptions } from '../src/run.ts'

/** The cluster that is tested, and where its shop sells; set by run.ts. */
export const context = process.env.SALEDAY_TEST_CONTEXT ?? 'kind-saleday'
export const shopUrl = process.env.SALEDAY_TEST_URL ?? 'http://localhost:8080'
export const namespace = 'saleday'

export const { run, stop: stopPrograms } = createRunner()

export const kubectl = (args: readonly string[], options?: RunOptions): Promise<string> =>
  run('kubectl', ['--context', context, '--namespace', namespace, ...args], { timeoutMs: 180_000, ...options })

// biome-ignore lint/suspicious/noExplicitAny: objects of the cluster as kubectl gives them; the tests assert what they hold
export type KubeObject = any

/** One object, or the items of a list. */
export const get = async (...args: string[]): Promise<KubeObject> => {
  const found = JSON.parse(await kubectl(['get', ...args, '--output', 'json']))
  return found.kind === 'List' ? found.items : found
}

/** Makes or changes objects as `kubectl apply` does. */
export const apply = (...objects: KubeObject[]): Promise<string> =>
  kubectl(['apply', '--filename', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) })

/** What of an object can be made again under the same or another name. */
export function withoutHistory({ metadata, status: _, ...rest }: KubeObject): KubeObject {
  const { uid, resourceVersion, generation, creationTimestamp, managedFields, ownerReferences, finalizers, ...kept } =
    metadata
  return { ...rest, metadata: kept }
}
