import { setTimeout as delay } from 'node:timers/promises'
import type { V1Pod } from '@kubernetes/client-node'
import { type RunnerPod, runnerPodOf } from './runner-pod.ts'

export type RunnerWatch = {
  /** As it was seen last; undefined before. */
  of(index: number): RunnerPod | undefined
  /** Whether the cluster has told lately. */
  isFresh(): boolean
  stop(): void
}

const everyMs = 1_000
const freshMs = 5_000

/** Looks at the pods of a crowd each second. Where the cluster does not tell, all stays as it was seen last. */
export function watchRunners(list: () => Promise<readonly V1Pod[]>): RunnerWatch {
  const seen = new Map<number, RunnerPod>()
  const stopped = new AbortController()
  let toldAt = 0

  function take(pods: readonly V1Pod[]): void {
    toldAt = Date.now()
    const now = new Map(pods.map(runnerPodOf).map((pod) => [pod.index, pod]))
    for (const [index, pod] of seen)
      if (!now.has(index)) seen.set(index, { ...pod, isUp: false, lost: pod.lost ?? 'its pod was removed' })
    for (const [index, pod] of now) seen.set(index, pod)
  }
  async function watch(): Promise<void> {
    while (!stopped.signal.aborted) {
      await list().then(take, () => {})
      await delay(everyMs, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }
  void watch()
  return {
    of: (index) => seen.get(index),
    isFresh: () => Date.now() - toldAt < freshMs,
    stop: () => stopped.abort(),
  }
}
