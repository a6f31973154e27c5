import type { Cluster } from './cluster.ts'

/** What a lab remembers of the cluster as it was when the lab began; kept in the cluster, so it holds no secret. */
export type Before = Readonly<Record<string, unknown>>

export type Scene<B extends Before = Before> = {
  cluster: Cluster
  /** When the lab was prepared, by the cluster's clock. */
  since: Date
  before: B
  /** Where sale days have left their reports. */
  runsDir: string
}

export type Found = { ok: boolean; found: string }

/** One thing that the learner is to bring about, and how the cluster shows it. */
export type Step<B extends Before = Before> = {
  says: string
  expected: string
  hint: string
  look(scene: Scene<B>): Promise<Found>
}

export type Lab = {
  number: number
  /** Of its page in docs/workshop, without `.md`. */
  page: string
  remember(cluster: Cluster): Promise<Before>
  // biome-ignore lint/suspicious/noExplicitAny: what a lab remembers is its own
  steps: readonly Step<any>[]
}

/** Ties what is remembered to what the steps are given. */
export const lab = <B extends Before>(
  parts: Omit<Lab, 'remember' | 'steps'> & {
    remember(cluster: Cluster): Promise<B>
    steps: readonly Step<NoInfer<B>>[]
  },
): Lab => parts

export const found = (ok: boolean, words: string): Found => ({ ok, found: words })
