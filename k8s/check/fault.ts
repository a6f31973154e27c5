import { type Kind, type KubeObject, type OfKind, ofKind } from './objects.ts'
import type { rules } from './rules.ts'

/** Something wrong that is planted into a rendering, and the rule that must find it. */
export type Fault = {
  what: string
  rule: keyof typeof rules
  /** What the rule says of it: a rule that complains of something else has not found it. */
  says: RegExp
  /** The rendering that it is planted into; default kind. */
  into?: string
  plant: (objects: KubeObject[]) => void
}

/** Changes one object, which is named without the hash or the tag at the end of its name. */
export const change =
  <K extends Kind>(kind: K, name: string, edit: (object: OfKind<K>) => void) =>
  (objects: KubeObject[]): void =>
    edit(find(objects, kind, name))

export const remove =
  (kind: Kind, name: string) =>
  (objects: KubeObject[]): void => {
    objects.splice(objects.indexOf(find(objects, kind, name)), 1)
  }

/** Adds a copy of an object with changes. */
export const copy =
  <K extends Kind>(kind: K, name: string, edit: (object: OfKind<K>) => void) =>
  (objects: KubeObject[]): void => {
    const copied = structuredClone(find(objects, kind, name))
    edit(copied)
    objects.push(copied)
  }

/** Adds an object as it stands. */
export const add =
  (object: unknown) =>
  (objects: KubeObject[]): void => {
    objects.push(object as KubeObject)
  }

/** Changes settings in a ConfigMap; undefined takes one out. */
export const set = (name: string, settings: Readonly<Record<string, string | undefined>>) =>
  change('ConfigMap', name, (config) => {
    for (const [variable, value] of Object.entries(settings)) {
      if (value === undefined) delete config.data![variable]
      else config.data![variable] = value
    }
  })

export function find<K extends Kind>(objects: readonly KubeObject[], kind: K, name: string): OfKind<K> {
  const ending = /^(-[a-z0-9]{10}|-of-[a-z]+)?$/
  const found = ofKind(objects, kind).find(
    ({ metadata }) => metadata.name.startsWith(name) && ending.test(metadata.name.slice(name.length)),
  )
  if (!found) throw new Error(`there is no ${kind} ${name} to plant a fault into`)
  return found
}
