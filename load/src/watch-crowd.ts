import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CrowdEvent } from './crowd-event.ts'
import type { Interruption } from './interruption.ts'
import type { Options } from './options.ts'
import { printKill } from './print-summary.ts'
import { newProgress } from './progress.ts'
import type { Replicas } from './replicas.ts'
import { runCrowd } from './run-crowd.ts'
import { type KillEvent, runKills } from './run-kills.ts'
import { seededRandom } from './seeded-random.ts'

export type CrowdEnd = { k6ExitCode: number | null; kills: readonly KillEvent[]; endedByHand: boolean }

const progressEveryMs = 5_000

/** Starts the crowd and stays with it to its end: keeps its events, lets the kills happen, tells how it goes. */
export async function watchCrowd(parts: {
  command: { command: string; args: string[] }
  runDir: string
  options: Options
  replicas: Replicas
  interruption: Interruption
  say: (line: string) => void
}): Promise<CrowdEnd> {
  const { command, runDir, options, replicas, interruption, say } = parts
  const progress = newProgress((line) => say(`        ${line}`))
  let timetable: ReturnType<typeof runKills> | undefined
  let ticker: NodeJS.Timeout | undefined

  function onEvent(event: CrowdEvent): void {
    // What k6 cuts off when it is ended looks like a failure to its visitors, and is none.
    if (interruption.times() > 0) return
    appendFileSync(join(runDir, 'events.jsonl'), `${JSON.stringify(event)}\n`)
    if (event.saleday === 'start') start()
    progress.take(event)
  }
  function start(): void {
    const startedMs = performance.now()
    ticker = setInterval(() => say(progress.line(performance.now() - startedMs)), progressEveryMs)
    timetable = runKills(options.kills, replicas, seededRandom(options.seed, 'kills'), (kill) =>
      say(`      ${printKill(kill)}`),
    )
  }
  const crowd = runCrowd(command, join(runDir, 'k6.log'), onEvent)
  const forget = interruption.onAsked(crowd.stop)
  try {
    const k6ExitCode = await crowd.ended
    return { k6ExitCode, kills: (await timetable?.stop()) ?? [], endedByHand: interruption.times() > 0 }
  } finally {
    clearInterval(ticker)
    forget()
  }
}
