import type { JournalLine } from '../src/journal.ts'

type Of<J extends JournalLine['j']> = Extract<JournalLine, { j: J }>
export type Intent = Of<'intent'>
export type Answer = Of<'answer'>
export type Read = Of<'read'>
export type Outcome = Of<'outcome'>

/** All that the journal says under one key. */
export type Visit = { key: string; intents: Intent[]; answers: Answer[]; reads: Read[]; outcomes: Outcome[] }

export const newVisit = (key: string): Visit => ({ key, intents: [], answers: [], reads: [], outcomes: [] })

export function addTo(visit: Visit, line: Intent | Answer | Read | Outcome): void {
  if (line.j === 'intent') visit.intents.push(line)
  else if (line.j === 'answer') visit.answers.push(line)
  else if (line.j === 'read') visit.reads.push(line)
  else visit.outcomes.push(line)
}

/** States that a buyer may read after a 201. */
export const acknowledgedStates = ['confirmed', 'shipped', 'cancelled']
const refusedStates = ['cancelling', 'rejected']
/** Refusals that may have made an order, which then ended; the others made none. */
export const refusalsWithOrder = ['out_of_stock', 'payment_declined', 'timed_out']
const refusalsWithoutOrder = ['price_changed', 'product_unknown']

/** What the buyer was told under one key, by answers and by what could be read. */
export type Told = {
  /** Told to be confirmed. */
  yes: boolean
  /** The refusals by answers; `refused` where only reading told it. */
  no: Set<string>
  orderIds: Set<string>
}

export function toldTo({ answers, reads }: Visit): Told {
  const told: Told = { yes: false, no: new Set(), orderIds: new Set() }
  for (const { status, code, orderId } of answers) {
    if (status === 201) told.yes = true
    if (isRefusal(status, code)) told.no.add(code)
    if (orderId !== '' && (status === 201 || status === 202 || isRefusal(status, code))) told.orderIds.add(orderId)
  }
  for (const { status, state } of reads) {
    if (status !== 200) continue
    if (acknowledgedStates.includes(state)) told.yes = true
    if (refusedStates.includes(state) && told.no.size === 0) told.no.add('refused')
  }
  return told
}

const isRefusal = (status: number, code: string): boolean =>
  status >= 400 && status < 500 && (refusalsWithOrder.includes(code) || refusalsWithoutOrder.includes(code))
