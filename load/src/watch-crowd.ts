import { appendFileSync, writeFileSync } from 'node:fs'
import { recoveredMs } from '../report/recovery.ts'
import type { BankSwitch } from './bank-faults.ts'
import { newCrowdState } from './crowd-state.ts'
import type { Interruption } from './interruption.ts'
import type { JournalLine } from './journal.ts'
import { endJournal, followJournal, newJournal } from './journal-file.ts'
import type { Options } from './options.ts'
import type { Replicas } from './replicas.ts'
import type { Crowd } from './run-crowd.ts'
import { seededRandom } from './seeded-random.ts'
import { runTimetable, type Timetable, type TimetableEvent } from './timetable.ts'
import type { ClusterActions } from './timetable-actions.ts'

export type CrowdEnd = {
  k6ExitCode: number | null
  events: readonly TimetableEvent[]
  endedByHand: boolean
  wrongAnswers?: number
  /** Why the crowd was smaller than planned, where k6's figures do not tell. */
  crowdFlaws?: readonly string[]
}

/** Starts the crowd and stays with it to its end: follows its journal, and lets the timetable happen. */
export async function watchCrowd(parts: {
  startCrowd: () => Crowd
  files: { journal: string; events: string }
  options: Options
  replicas: Replicas
  bank: BankSwitch
  cluster?: ClusterActions | undefined
  interruption: Interruption
  recorder: { take(line: JournalLine): void; event(event: TimetableEvent): void }
  say: (line: string) => void
}): Promise<CrowdEnd> {
  const { startCrowd, files, options, replicas, bank, cluster, interruption, recorder, say } = parts
  // What k6 cuts off when it is ended looks like a failure to its visitors, and is none.
  const state = newCrowdState((line) => !isEnding() && say(line))
  const isEnding = (): boolean => interruption.times() > 0 || (crowd.flaws?.() ?? []).length > 0
  let timetable: Timetable | undefined

  function take(line: JournalLine): void {
    if (line.j === 'start') timetable = start(line.at)
    state.take(line)
    recorder.take(line)
  }
  const start = (startedAt: number): Timetable =>
    runTimetable({
      replicas,
      bank,
      cluster,
      startedAt,
      events: options.scenario.events,
      random: seededRandom(options.seed, 'timetable'),
      checkoutsInFlight: () => {
        journal.catchUp()
        return state.checkoutsInFlight()
      },
      onEvent: (event) => {
        recorder.event(event)
        appendFileSync(files.events, `${JSON.stringify(event)}\n`)
      },
    })

  newJournal(files.journal)
  const crowd = startCrowd()
  const journal = followJournal(files.journal, take)
  const forget = interruption.onAsked(crowd.stop)
  try {
    const k6ExitCode = await crowd.ended
    const endAt = Date.now()
    journal.stop()
    const events = withRecovery((await timetable?.stop()) ?? [], state.firstErrorsAt(), endAt)
    // Until now each had a line as it happened; now each is complete.
    writeFileSync(files.events, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    return {
      k6ExitCode,
      events,
      endedByHand: interruption.times() > 0,
      wrongAnswers: state.wrongAnswers(),
      crowdFlaws: crowd.flaws?.() ?? [],
    }
  } finally {
    await timetable?.stop()
    endJournal(files.journal, Date.now())
    forget()
  }
}

function withRecovery(
  events: readonly TimetableEvent[],
  firstErrorsAt: readonly number[],
  endAt: number,
): TimetableEvent[] {
  return events.map((event) =>
    event.kind === 'bank' ? event : { ...event, recoveredMs: recoveredMs(event.at, firstErrorsAt, endAt) },
  )
}
