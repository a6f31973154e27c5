import { appendFileSync, writeFileSync } from 'node:fs'
import { recoveredMs } from '../report/recovery.ts'
import type { BankSwitch } from './bank-faults.ts'
import { newCrowdState } from './crowd-state.ts'
import type { Interruption } from './interruption.ts'
import type { JournalLine } from './journal.ts'
import { endJournal, followJournal, newJournal } from './journal-file.ts'
import type { Options } from './options.ts'
import type { Replicas } from './replicas.ts'
import { runCrowd } from './run-crowd.ts'
import { seededRandom } from './seeded-random.ts'
import { runTimetable, type Timetable, type TimetableEvent } from './timetable.ts'

export type CrowdEnd = { k6ExitCode: number | null; events: readonly TimetableEvent[]; endedByHand: boolean }

/** Starts the crowd and stays with it to its end: follows its journal, and lets the timetable happen. */
export async function watchCrowd(parts: {
  command: { command: string; args: string[] }
  files: { journal: string; events: string; log: string }
  options: Options
  replicas: Replicas
  bank: BankSwitch
  interruption: Interruption
  recorder: { take(line: JournalLine): void; event(event: TimetableEvent): void }
  say: (line: string) => void
}): Promise<CrowdEnd> {
  const { command, files, options, replicas, bank, interruption, recorder, say } = parts
  // What k6 cuts off when it is ended looks like a failure to its visitors, and is none.
  const state = newCrowdState((line) => interruption.times() === 0 && say(line))
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
  const crowd = runCrowd(command, files.log)
  const journal = followJournal(files.journal, take)
  const forget = interruption.onAsked(crowd.stop)
  try {
    const k6ExitCode = await crowd.ended
    const endAt = Date.now()
    journal.stop()
    const events = withRecovery((await timetable?.stop()) ?? [], state.firstErrorsAt(), endAt)
    // Until now each had a line as it happened; now each is complete.
    writeFileSync(files.events, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
    return { k6ExitCode, events, endedByHand: interruption.times() > 0 }
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
