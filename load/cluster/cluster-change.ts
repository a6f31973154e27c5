/**
 * What is seen of a cluster while a sale day lasts: one line each in `cluster.jsonl`, in the order in which it was seen.
 * `at` is in milliseconds since 1970, by this machine's clock: times in Kubernetes' objects are whole seconds.
 */
export type ClusterChange = { at: number } & (
  | ({ k: 'pod' } & PodState)
  | ({ k: 'service' } & ServiceState)
  | ({ k: 'autoscaler' } & AutoscalerState)
  | ({ k: 'node' } & NodeState)
  /** The pods that traffic for a service is led to. */
  | { k: 'endpoints'; service: string; pods: readonly string[] }
)

export type PodState = {
  name: string
  service: string
  /** null: not scheduled yet. */
  node: string | null
  /** Of metadata.creationTimestamp. */
  createdAt: number
  state: 'pending' | 'starting' | 'ready' | 'unready' | 'ending' | 'gone'
  /** Containers of this pod that ended and were started again. */
  restarts: number
  /** The tag or digest of its image. */
  version: string
  /** Of a template: pods of one version and one configuration share it. */
  templateHash: string
  /** Why it waits, or how it ended: `CrashLoopBackOff`, `OOMKilled`, `Evicted`, `Error (137)`; null where all is well. */
  reason: string | null
}

/** A Deployment. */
export type ServiceState = { service: string; wanted: number; ready: number; updated: number; version: string }

export type AutoscalerState = {
  service: string
  now: number
  wanted: number
  least: number
  most: number
  /** What it looked at: `requests/s 130 of 120`, `cpu 81 % of 70 %`. */
  metrics: readonly { name: string; value: number | null; target: number; unit: '%' | '' }[]
}

export type NodeState = { node: string; ready: boolean; takesPods: boolean; role: 'control-plane' | 'worker' }
