import type { Seen, SeenPod, SeenService } from '../src/seen.ts'

/** What tests see: two services of two pods each, on two nodes. */
export const podOf = (name: string, service: string, changes: Partial<SeenPod> = {}): SeenPod => ({
  id: `uid of ${name}`,
  name,
  service,
  node: 'worker-a',
  phase: 'ready',
  reason: null,
  startedAt: 1_000,
  restarts: 0,
  version: 'dev-1',
  adminUrl: `http://${name}`,
  ...changes,
})

export const serviceOf = (name: string, changes: Partial<SeenService> = {}): SeenService => ({
  name,
  kind: 'service',
  wanted: 2,
  ready: 2,
  autoscaler: null,
  rollout: null,
  ...changes,
})

export const seenOf = (changes: Partial<Seen> = {}): Seen => ({
  place: {
    kind: 'cluster',
    name: 'kind',
    context: 'kind-saleday',
    namespace: 'saleday',
    state: 'watching',
    says: null,
  },
  nodes: ['worker-a', 'worker-b'].map((name) => ({ name, role: 'worker', ready: true, takesPods: true })),
  pods: [
    podOf('order-1', 'order'),
    podOf('order-2', 'order', { node: 'worker-b', startedAt: 2_000 }),
    podOf('cart-1', 'cart'),
    podOf('cart-2', 'cart', { node: 'worker-b' }),
  ],
  services: [serviceOf('cart'), serviceOf('order')],
  ...changes,
})

/** With other pods of order, and as many of them ready as are. */
export function orderSeen(pods: readonly SeenPod[], changes: Partial<SeenService> = {}): Seen {
  const ready = pods.filter(({ phase }) => phase === 'ready').length
  const before = seenOf()
  return {
    ...before,
    pods: [...before.pods.filter(({ service }) => service !== 'order'), ...pods],
    services: [serviceOf('cart'), serviceOf('order', { ready, ...changes })],
  }
}
