import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { JournalLine } from '../src/journal.ts'
import { readJournalLine } from '../src/journal.ts'
import type { Outcome } from '../src/measure-names.ts'

/** What the report needs of a journal. Times are in milliseconds since 1970. */
export type JournalFacts = {
  startAt: number | null
  endAt: number | null
  checkouts: Checkout[]
  firstErrors: number[]
  failures: Failure[]
}

/** From the intent to the outcome; without one it was cut off by the end of the run. */
export type Checkout = { key: string; at: number; end: { at: number; outcome: Outcome; ms: number } | null }

/** Something that failed for a customer. */
export type Failure = { at: number; what: string; says: string; attempts: number; ids: Record<string, string> }

/** Reads the journal line by line; one that was torn off at the end of a crowd that was killed is left out. */
export async function readJournal(file: string): Promise<JournalFacts> {
  const reader = journalReader()
  if (!existsSync(file)) return reader.facts
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const line = readJournalLine(text)
    if (line !== undefined) reader.take(line)
  }
  return reader.facts
}

export function journalReader() {
  const facts: JournalFacts = { startAt: null, endAt: null, checkouts: [], firstErrors: [], failures: [] }
  const byKey = new Map<string, { checkout: Checkout; status: number; code: string }>()

  function take(line: JournalLine): void {
    if (line.j === 'start') facts.startAt = line.at
    else if (line.j === 'end') facts.endAt = line.at
    else if (line.j === 'first-error') facts.firstErrors.push(line.at)
    else if (line.j === 'intent') {
      const checkout: Checkout = { key: line.key, at: line.at, end: null }
      facts.checkouts.push(checkout)
      byKey.set(line.key, { checkout, status: 0, code: '' })
    } else if (line.j === 'answer') {
      const known = byKey.get(line.key)
      if (known !== undefined) Object.assign(known, { status: line.status, code: line.code })
    } else if (line.j === 'outcome') takeOutcome(line)
    else if (line.j === 'failure') {
      const { at, kind, says, attempts, requestId } = line
      facts.failures.push({ at, what: kind, says, attempts, ids: requestId === '' ? {} : { request: requestId } })
    }
  }

  function takeOutcome(line: JournalLine & { j: 'outcome' }): void {
    const known = byKey.get(line.key)
    byKey.delete(line.key)
    if (known !== undefined) known.checkout.end = { at: line.at, outcome: line.outcome, ms: line.ms }
    if (!isFailed(line.outcome)) return
    const { status = 0, code = '' } = known ?? {}
    facts.failures.push({
      at: line.at,
      what: 'checkout',
      says: `${line.outcome}: ${status === 0 ? 'no answer' : `last answer ${status} ${code}`.trim()}`,
      attempts: line.attempts,
      ids: { key: line.key, ...(line.orderId === '' ? {} : { order: line.orderId }) },
    })
  }
  return { facts, take }
}

/** A buyer who was turned away for half a minute, told what no buyer should be told, or told nothing. */
export const isFailed = (outcome: Outcome): boolean =>
  outcome === 'shed' || outcome === 'failed' || outcome === 'unknown'
