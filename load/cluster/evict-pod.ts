import { setTimeout as delay } from 'node:timers/promises'
import type { Kube } from './kube.ts'

export type Evicted = { wasThere: boolean; refusals: number }

/** Asks until the PodDisruptionBudget allows it, as a drain does. @throws where it does not in that time */
export async function evictPod(
  kube: Pick<Kube, 'evict'>,
  pod: string,
  { everyMs = 1_000, withinMs = 120_000, signal }: { everyMs?: number; withinMs?: number; signal?: AbortSignal } = {},
): Promise<Evicted> {
  const end = performance.now() + withinMs
  for (let refusals = 0; ; refusals++) {
    const answer = await kube.evict(pod)
    if (answer !== 'refused') return { wasThere: answer === 'evicted', refusals }
    if (performance.now() > end)
      throw new Error(`${pod} may not be evicted: its PodDisruptionBudget refused ${refusals + 1} times`)
    await delay(everyMs, undefined, signal === undefined ? {} : { signal })
  }
}
