import type { KubernetesObject } from '@kubernetes/client-node'

/** Which object is meant. Nodes are of the cluster, all others of the shop's namespace. */
export type Ref = { apiVersion: string; kind: string; name: string }

/** What a sale day does to a cluster. */
export type Kube = {
  context: string
  namespace: string
  /** undefined where there is no such object. */
  read<T extends KubernetesObject>(ref: Ref): Promise<T | undefined>
  list<T extends KubernetesObject>(
    what: Omit<Ref, 'name'>,
    where?: { allNamespaces?: boolean; labels?: string; fields?: string },
  ): Promise<T[]>
  /** @returns false where there is one of that name already */
  create(object: KubernetesObject): Promise<boolean>
  /** A strategic merge patch, or a merge patch where Kubernetes does not know the type. @returns what it is then; undefined where it is not there */
  patch(ref: Ref, body: { metadata?: object; [field: string]: unknown }): Promise<KubernetesObject | undefined>
  /** Only if it is still as it was read. @returns false where it is not */
  replace(object: KubernetesObject): Promise<boolean>
  /** @returns false where it is not there */
  remove(ref: Ref, graceSeconds?: number): Promise<boolean>
  /** `refused`: a PodDisruptionBudget does not allow it now. */
  evict(pod: string): Promise<'evicted' | 'refused' | 'gone'>
  /** A token of a ServiceAccount for one audience. */
  token(account: string, audience: string, seconds: number): Promise<string>
  /** Runs a program in a container to its end. @returns what it wrote @throws with what it complained of */
  exec(pod: string, container: string, command: readonly string[]): Promise<string>
}

export const shopNamespace = 'saleday'

export const pod = (name: string): Ref => ({ apiVersion: 'v1', kind: 'Pod', name })
export const node = (name: string): Ref => ({ apiVersion: 'v1', kind: 'Node', name })
export const configMap = (name: string): Ref => ({ apiVersion: 'v1', kind: 'ConfigMap', name })
export const deployment = (name: string): Ref => ({ apiVersion: 'apps/v1', kind: 'Deployment', name })
export const scaledObject = (name: string): Ref => ({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name })
export const autoscaler = (name: string): Ref => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  name,
})
