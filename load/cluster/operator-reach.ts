import type { Kube } from './kube.ts'
import type { PodForwards } from './pod-forwards.ts'
import { isReady, nameOf } from './pod-state.ts'
import type { ClusterView } from './watch-cluster.ts'

const tokenSeconds = 3_600

/** Where product's internal routes are now, and a token of the operator for them. */
export function operatorReach(
  kube: Pick<Kube, 'token'>,
  view: Pick<ClusterView, 'pods'>,
  forwards: Pick<PodForwards, 'to'>,
): () => Promise<{ url: string; token: string }> {
  let made: { at: number; token: Promise<string> } | undefined
  return async () => {
    const pod = view.pods('product').find(isReady)
    if (pod === undefined) throw new Error('no pod of product is ready')
    if (made === undefined || Date.now() - made.at > (tokenSeconds * 1000) / 2)
      made = { at: Date.now(), token: kube.token('operator', 'product', tokenSeconds) }
    const { host, port } = await forwards.to(nameOf(pod), 3000)
    return { url: `http://${host}:${port}`, token: await made.token }
  }
}
