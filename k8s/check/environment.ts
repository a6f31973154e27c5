import { type ConfigMap, type Container, named, ofKind, type PodSpec, type Secret, type Volume } from './objects.ts'
import type { Rendering } from './rule.ts'

/** What a container is told: its variables, and the files that some of them name. */
export type Environment = {
  /** Variables as they are rendered. */
  variables: ReadonlyMap<string, string>
  /** The same, and for each `X_FILE` the content of that file as `X`: what a program makes of them. */
  values: ReadonlyMap<string, string>
  /** Variables that others are made of: `$(POD_NAME)`. */
  parts: ReadonlySet<string>
  /** `X_FILE` that names nothing that is mounted, keys that are not there, and what is set twice. */
  broken: readonly { variable: string; why: string }[]
}

export function environmentOf(container: Container, pod: PodSpec, rendering: Rendering): Environment {
  const variables = new Map<string, string>()
  const broken: { variable: string; why: string }[] = []

  for (const { configMapRef, secretRef, prefix = '' } of container.envFrom ?? []) {
    const source = configMapRef
      ? configMapData(rendering, configMapRef.name)
      : secretRef && secretData(rendering, secretRef.name)
    for (const [key, value] of Object.entries(source ?? {})) {
      if (variables.has(prefix + key)) broken.push({ variable: prefix + key, why: 'is set in two ConfigMaps' })
      variables.set(prefix + key, value)
    }
  }
  for (const { name, value = '', valueFrom } of container.env ?? []) {
    const { configMapKeyRef, secretKeyRef, fieldRef } = valueFrom ?? {}
    const found = configMapKeyRef
      ? configMapData(rendering, configMapKeyRef.name)?.[configMapKeyRef.key]
      : secretKeyRef
        ? secretData(rendering, secretKeyRef.name)?.[secretKeyRef.key]
        : fieldRef
          ? `(${fieldRef.fieldPath})`
          : value
    if (found !== undefined) variables.set(name, found)
    else broken.push({ variable: name, why: 'takes its value from a key that is not there' })
  }

  const values = new Map(variables)
  for (const [variable, path] of variables) {
    if (!variable.endsWith('_FILE')) continue
    const content = mountedFile(path, container, pod, rendering)
    if (content === undefined) broken.push({ variable, why: `names ${path}, which no volume of the container has` })
    else values.set(variable.slice(0, -'_FILE'.length), content.trim())
  }
  const parts = new Set(
    [...variables.values()].flatMap((value) => [...value.matchAll(/\$\((\w+)\)/g)].map((found) => found[1]!)),
  )
  return { variables, values, parts, broken }
}

/** The content of a file that a ConfigMap or Secret puts into the container; undefined: there is no such file. */
export function mountedFile(
  path: string,
  container: Container,
  pod: PodSpec,
  rendering: Rendering,
): string | undefined {
  const mount = (container.volumeMounts ?? []).find(({ mountPath }) => path.startsWith(`${mountPath}/`))
  const volume = mount && pod.volumes?.find(({ name }) => name === mount.name)
  return volume && filesOf(volume, rendering)[path.slice(mount.mountPath.length + 1)]
}

type Data = Record<string, string>

function filesOf({ secret, configMap, projected }: Volume, rendering: Rendering): Data {
  if (secret) return pick(secretData(rendering, secret.secretName), secret.items)
  if (configMap) return pick(configMapData(rendering, configMap.name), configMap.items)
  return Object.assign(
    {},
    ...(projected?.sources ?? []).map((source) => {
      if (source.secret) return pick(secretData(rendering, source.secret.name), source.secret.items)
      if (source.configMap) return pick(configMapData(rendering, source.configMap.name), source.configMap.items)
      return source.serviceAccountToken ? { [source.serviceAccountToken.path]: 'a token' } : {}
    }),
  )
}

function pick(data: Data | undefined, items: { key: string; path: string }[] | undefined): Data {
  if (!items) return data ?? {}
  return Object.fromEntries(
    items.flatMap(({ key, path }) => (data?.[key] === undefined ? [] : [[path, data[key]] as const])),
  )
}

export const configMapData = ({ objects }: Rendering, name: string): Data | undefined =>
  dataOf(named(objects, 'ConfigMap', name))

export const secretData = ({ objects, outside }: Rendering, name: string): Data | undefined =>
  dataOf(ofKind([...objects, ...outside], 'Secret').find((secret) => secret.metadata.name === name))

/** Everything as text, whichever way it is written. */
export function dataOf(object: ConfigMap | Secret | undefined): Data | undefined {
  if (!object) return undefined
  const { data = {} } = object
  if (object.kind === 'ConfigMap') return { ...decoded(object.binaryData), ...data }
  return { ...decoded(data), ...object.stringData }
}

const decoded = (data: Data = {}): Data =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]))
