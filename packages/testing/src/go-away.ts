import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OwnPostgres } from './own-postgres.ts'
import type { OwnValkey } from './own-valkey.ts'
import type { Trickle } from './trickle.ts'

/** How something goes away, and for how long at least. `leave` gives what brings it back. */
export type WayAway = { leave: () => Promise<() => Promise<unknown>>; forMs: number }

/** The ways of PostgreSQL. A lock is longer than a statement may wait, which is 5 s. */
export const postgresAway = (postgres: OwnPostgres) => ({
  killed: {
    async leave() {
      await postgres.kill()
      return postgres.restart
    },
    forMs: 10_000,
  },
  full: { leave: postgres.takeAllConnections, forMs: 3_000 },
  locked: (...statements: string[]) => ({ leave: () => postgres.lock(...statements), forMs: 6_000 }),
})

/** The ways of Valkey. */
export const valkeyAway = (valkey: OwnValkey) => {
  const killed = (empty: boolean) => ({
    async leave() {
      await valkey.kill()
      return () => valkey.restart({ empty })
    },
    forMs: 3_000,
  })
  return {
    killed: killed(false),
    killedAndEmpty: killed(true),
    full: { leave: valkey.takeAllConnections, forMs: 3_000 },
    paused: {
      async leave() {
        await valkey.pause()
        return valkey.goOn
      },
      forMs: 3_000,
    },
  }
}

/**
 * Takes something away in the middle of the requests, and brings it back. Gives what was answered meanwhile, by request, when
 * all of them succeed again.
 */
export async function goAway(t: TestContext, people: Trickle, way: WayAway): Promise<Record<string, number[]>> {
  await sleep(1_000)
  await people.recovered()
  const comeBack = await way.leave()
  const gone = performance.now()
  await sleep(way.forMs)
  await people.allAnswered(gone)
  const meanwhile = people.statusesSince(gone)
  await comeBack()
  t.diagnostic(`all succeed again ${Math.round(await people.recovered())} ms after it is back`)
  return meanwhile
}

/**
 * Cuts the connections of the service again and again in the middle of the requests, until all of these succeed again.
 * @param cut gives how many there were
 */
export async function cutAgainAndAgain(t: TestContext, people: Trickle, cut: () => Promise<number>): Promise<void> {
  for (let times = 0; times < 8; times++) {
    await sleep(400)
    while ((await cut()) === 0) await sleep(10)
  }
  t.diagnostic(`all succeed again ${Math.round(await people.recovered())} ms after the last cut`)
}
