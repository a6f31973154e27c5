import { outcomes } from './measure-names.ts'
import { printTable } from './print-table.ts'
import type { Summary } from './summary.ts'
import type { TimetableEvent } from './timetable-event.ts'
import type { Verdict } from './verdict.ts'

const words: Readonly<Record<(typeof outcomes)[number], string>> = {
  confirmed: 'confirmed',
  sold_out: 'sold out (409)',
  declined: 'declined by the bank (402)',
  price_changed: 'price changed (409)',
  timed_out: 'cancelled by the shop in time, nothing charged (409)',
  shed: 'turned away for 30 s',
  failed: 'an answer that no buyer should get',
  unknown: 'no definite answer in 30 s',
}

/** The run as tables. */
export function printSummary(summary: Summary, events: readonly TimetableEvent[], books: readonly Book[] = []): string {
  return [checkoutTable(summary), requestTable(summary), crowdLines(summary), eventTable(events), bookTable(books)]
    .filter((part) => part !== '')
    .join('\n\n')
}

export type Book = { number: number; name: string; holds: boolean; checked: number; violationCount: number }

/** @param books whether an audit has looked at them */
export function printVerdict({ exitCode, reasons, remarks = [] }: Verdict, books: boolean): string {
  const heading = { 0: 'PASSED', 1: 'FAILED', 2: 'NOT VALID' }[exitCode]
  const why =
    exitCode === 0
      ? [
          remarks.length === 0
            ? `every checkout had a definite answer, no other request failed${books ? ', and every book balances' : ''}`
            : 'nothing was lost, nothing was done twice, and every book balances',
        ]
      : reasons
  return [`${heading}: ${why.join('\n  and ')}`, ...remarks.map((remark) => `  (${remark})`)].join('\n')
}

function checkoutTable({ checkouts }: Summary): string {
  const told = outcomes.filter((outcome) => outcome === 'confirmed' || checkouts.byOutcome[outcome] > 0)
  return printTable([
    ['checkouts', checkouts.intents],
    ...told.map((outcome) => [`  ${words[outcome]}`, checkouts.byOutcome[outcome]]),
    ...(checkouts.cutOff > 0 ? [['  cut off by the end of the run', checkouts.cutOff]] : []),
    ...(checkouts.leftWithoutBuying > 0
      ? [['left without buying: all they looked at was sold out', checkouts.leftWithoutBuying]]
      : []),
  ])
}

function requestTable({ kinds, seconds }: Summary): string {
  const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0)
  const header = [
    'requests',
    'number',
    'per s',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'max ms',
    'first attempt failed',
    'failed for the customer',
  ]
  const rows = kinds.map(({ kind, requests, firstAttemptErrors, failures, waitMs }) => [
    kind,
    requests,
    (requests / seconds).toFixed(1),
    ms(waitMs.p50),
    ms(waitMs.p95),
    ms(waitMs.p99),
    ms(waitMs.max),
    firstAttemptErrors,
    failures,
  ])
  const sum = (of: (row: Summary['kinds'][number]) => number): number =>
    kinds.reduce((total, row) => total + of(row), 0)
  const requests = sum((row) => row.requests)
  const total = [
    'all',
    requests,
    (requests / seconds).toFixed(1),
    '',
    '',
    '',
    '',
    sum((row) => row.firstAttemptErrors),
    sum((row) => row.failures),
  ]
  return printTable([header, ...rows, total])
}

function crowdLines({ plateau, httpRequests, droppedIterations, seconds, runners }: Summary): string {
  return printTable([
    ['checkouts/s over the plateau', plateau.checkoutsPerSecond.toFixed(1)],
    ['other requests for each', plateau.othersPerCheckout.toFixed(1)],
    ['HTTP requests with all attempts', httpRequests],
    ['visits that could not begin', droppedIterations],
    ['seconds to the last answer', seconds.toFixed(1)],
    ...(runners === undefined ? [] : [[`runners; each wait above is that of the one that waited longest`, runners]]),
  ])
}

/** More would push the verdict off the screen; the report has all. */
const mostEvents = 40

function eventTable(events: readonly TimetableEvent[]): string {
  if (events.length === 0) return ''
  const seconds = (ms: number | null): string => (ms === null ? '' : (ms / 1000).toFixed(1))
  return printTable([
    ['events', 'checkouts in flight', 'replaced after s', 'first attempts failed for s'],
    ...events
      .slice(0, mostEvents)
      .map((event) => [
        `${event.plannedMs / 1000} s: ${event.says}`,
        event.checkoutsInFlight ?? '',
        seconds(event.replacedMs),
        seconds(event.recoveredMs),
      ]),
    ...(events.length > mostEvents ? [[`and ${events.length - mostEvents} more, in the report`]] : []),
  ])
}

function bookTable(books: readonly Book[]): string {
  if (books.length === 0) return ''
  return printTable([
    ['books', 'looked at', 'violations', ''],
    ...books.map(({ number, name, checked, violationCount, holds }) => [
      `${number} ${name}`,
      checked,
      violationCount,
      holds ? 'balances' : 'DOES NOT BALANCE',
    ]),
  ])
}
