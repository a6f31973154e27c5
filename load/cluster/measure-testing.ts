import type { ClusterChange, PodState } from './cluster-change.ts'

/** Lines of cluster.jsonl for tests; times are small numbers. */
export const pod = (
  at: number,
  name: string,
  state: PodState['state'],
  more: Partial<PodState> = {},
): ClusterChange => ({
  at,
  k: 'pod',
  name,
  service: name.split('-')[0]!,
  node: 'node1',
  createdAt: 0,
  state,
  restarts: 0,
  version: '1',
  templateHash: 'one',
  reason: null,
  ...more,
})

export const service = (at: number, name: string, wanted: number, ready: number): ClusterChange => ({
  at,
  k: 'service',
  service: name,
  wanted,
  ready,
  updated: ready,
  version: '1',
})

export const endpoints = (at: number, name: string, ...pods: string[]): ClusterChange => ({
  at,
  k: 'endpoints',
  service: name,
  pods,
})
