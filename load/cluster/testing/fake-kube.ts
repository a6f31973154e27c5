import type { KubernetesObject } from '@kubernetes/client-node'
import type { Kube, Ref } from '../kube.ts'

type Fields = Record<string, unknown>
// biome-ignore lint/suspicious/noExplicitAny: objects as a test makes them
type Any = any

/** A cluster that holds objects, and writes down what is done to it. */
export function fakeKube(objects: readonly Any[] = [], overrides: Partial<Kube> = {}) {
  const held = new Map<string, Any>(objects.map((object) => [keyOf(object.kind, object.metadata.name), object]))
  const calls: string[] = []
  let version = 1
  const put = (object: Any): void => {
    const metadata = { ...object.metadata, resourceVersion: String(++version) }
    held.set(keyOf(object.kind, metadata.name), { ...object, metadata })
  }
  const kube: Kube = {
    context: 'kind-test',
    namespace: 'saleday',
    read: async ({ kind, name }: Ref) => structuredClone(held.get(keyOf(kind, name))),
    list: async ({ kind }) => [...held.values()].filter((object) => object.kind === kind) as never,
    async create(object: Any) {
      if (held.has(keyOf(object.kind, object.metadata.name))) return false
      calls.push(`create ${object.kind} ${object.metadata.name}`)
      put(object)
      return true
    },
    async patch({ kind, name }, body) {
      calls.push(`patch ${kind} ${name} ${JSON.stringify(body)}`)
      const found = held.get(keyOf(kind, name))
      if (found === undefined) return undefined
      put(merge(found, body))
      return held.get(keyOf(kind, name)) as KubernetesObject
    },
    async replace(object: Any) {
      const found = held.get(keyOf(object.kind, object.metadata.name))
      if (found?.metadata.resourceVersion !== object.metadata.resourceVersion) return false
      put(object)
      return true
    },
    async remove({ kind, name }, graceSeconds) {
      calls.push(`remove ${kind} ${name}${graceSeconds === undefined ? '' : ` ${graceSeconds}`}`)
      return held.delete(keyOf(kind, name))
    },
    async evict(pod) {
      calls.push(`evict ${pod}`)
      return 'evicted'
    },
    token: async () => 'token',
    exec: async () => '',
    ...overrides,
  }
  return { kube, calls, held: (kind: string, name: string): Any => held.get(keyOf(kind, name)), put }
}

const keyOf = (kind: string, name: string): string => `${kind} ${name}`

/** As a strategic merge patch does it: lists of containers by name, other lists as a whole. */
function merge(old: Any, change: Any): Any {
  if (Array.isArray(change) && Array.isArray(old) && change.every((each) => typeof each?.name === 'string'))
    return old.map((each: Any) => merge(each, change.find(({ name }) => name === each.name) ?? {}))
  if (typeof change !== 'object' || change === null || Array.isArray(change)) return change
  const merged: Fields = { ...(old as Fields) }
  for (const [key, value] of Object.entries(change)) merged[key] = merge(merged[key], value)
  return merged
}
