import type { PlannedKill } from './options.ts'
import type { Replicas } from './replicas.ts'
import { oneOf } from './seeded-random.ts'

export type KillEvent = { service: string; atMs: number; hit: string | undefined }

/**
 * Kills one process of a service at each time of the list, which counts from now.
 * @returns `stop`, which drops what has not happened, and gives what did
 */
export function runKills(
  kills: readonly PlannedKill[],
  replicas: Replicas,
  random: () => number,
  onKill: (event: KillEvent) => void,
): { stop(): Promise<readonly KillEvent[]> } {
  const done: KillEvent[] = []
  const underWay = new Set<Promise<void>>()
  const timers = kills.map((kill) =>
    setTimeout(() => {
      const work = killOne(kill).finally(() => underWay.delete(work))
      underWay.add(work)
    }, kill.atMs),
  )

  async function killOne({ service, atMs }: PlannedKill): Promise<void> {
    const hit = await hitOne(service).catch(() => undefined)
    const event = { service, atMs, hit }
    done.push(event)
    onKill(event)
  }

  /** A process may end by itself between being listed and being killed: then another one is taken. */
  async function hitOne(service: string): Promise<string | undefined> {
    const candidates = [...(await replicas.list(service))]
    while (candidates.length > 0) {
      const chosen = oneOf(random, candidates)
      if (await replicas.kill(chosen)) return chosen.id
      candidates.splice(candidates.indexOf(chosen), 1)
    }
    return undefined
  }

  return {
    async stop() {
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(underWay)
      return done
    },
  }
}
