import assert from 'node:assert/strict'
import { isReady, type Pod } from '../src/watch-pods.ts'
import { podSelector } from './services.ts'
import { get } from './target.ts'

export { isReady }

export const podsOf = (...names: string[]): Promise<Pod[]> =>
  get('pods', '--selector', podSelector(names.length > 0 ? names : undefined))

export const readyPodsOf = async (...names: string[]): Promise<Pod[]> => (await podsOf(...names)).filter(isReady)

export const nameOf = (pod: Pod): string => pod.metadata.name
export const serviceOf = (pod: Pod): string => pod.metadata.labels['app.kubernetes.io/name']!
export const restartsOf = (pod: Pod): number => pod.status.containerStatuses?.[0]?.restartCount ?? 0

/** Why its container does not run, or did not: as `ImagePullBackOff`, or the last exit code. */
export function troubleOf(pod: Pod): { waiting?: string | undefined; exitCode?: number | undefined } {
  const status = pod.status.containerStatuses?.[0]
  const ended = status?.state.terminated ?? status?.lastState.terminated
  return { waiting: status?.state.waiting?.reason, exitCode: ended?.exitCode }
}

/** No pod was killed for its memory or by its liveness probe. */
export function assertNoRestarts(pods: Pod[]): void {
  assert.ok(pods.length > 0, 'there are pods')
  const restarted = pods.filter((pod) => restartsOf(pod) > 0).map((pod) => [nameOf(pod), troubleOf(pod)])
  assert.deepEqual(restarted, [])
}
