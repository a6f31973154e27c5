import type { KubeObject, Secret } from './objects.ts'

/** What `kubectl kustomize` makes of one folder. */
export type Rendering = {
  name: string
  /** An overlay is a whole shop; a component is rendered with no more than it needs. */
  isWhole: boolean
  objects: readonly KubeObject[]
  /** Secrets that the cluster has before the overlay comes, with values that stand for the real ones. */
  outside: readonly Secret[]
}

/** What is wrong, where, and what to do about it. */
export type Complaint = { where: string; what: string; todo: string }

export type Rule = {
  /** What is so where nobody complains. */
  name: string
  /** Set where the rule needs all parts of the shop. */
  onlyWhole?: true
  check: (rendering: Rendering) => Complaint[]
}

export const complaint = (where: string, what: string, todo: string): Complaint => ({ where, what, todo })

export const applies = (rule: Rule, rendering: Rendering): boolean => rendering.isWhole || !rule.onlyWhole
