import { newBook } from './book.ts'
import { acknowledgedStates, type Read, type Visit } from './journal.ts'
import type { JournalBuckets } from './journal-buckets.ts'
import type { Key } from './read-keys.ts'

export type ReadableBook = ReturnType<typeof readableBook>

/** A run that ended so soon after an answer may have cut the reading off. */
const cutOffMs = 15_000

/** Book 6: what was acknowledged can be read. */
export function readableBook(journal: JournalBuckets | undefined) {
  const book = newBook(
    6,
    'Readable at once',
    'An acknowledged order could be read by its customer at once, from any process.',
  )

  return {
    book,
    take({ key, visit }: Key): void {
      const told = visit?.answers.find(({ status }) => status === 201 || status === 202)
      if (visit === undefined || told === undefined || journal === undefined) return
      const { orderId } = told
      book.checked(visit.reads.length)
      book.count('reads', visit.reads.length)
      const violation = (what: string, says: string) => book.violation(what, { key, orderId }, says)
      const acknowledgedMs = visit.answers.find(({ status }) => status === 201)?.at
      const flaw = visit.reads.map((read) => flawOf(read, orderId, acknowledgedMs)).find((each) => each !== undefined)
      if (flaw !== undefined) violation('read wrongly', flaw)
      else if (acknowledgedMs === undefined || wasFound(visit)) return
      else if (journal.endedMs - acknowledgedMs < cutOffMs) book.count('cut off before a read')
      else violation('never read', `${visit.reads.length} attempts: ${statusesOf(visit)}`)
    },
  }
}

/** A failed attempt, without an answer or with a 5xx, says nothing: the client reads again. */
function flawOf(
  { orderId: id, status, state, at }: Read,
  orderId: string,
  acknowledgedMs = Infinity,
): string | undefined {
  if (status >= 400 && status < 500 && status !== 429) return `a read was answered ${status}`
  if (status !== 200) return undefined
  if (id !== orderId) return `a read gave the order ${id}`
  if (at >= acknowledgedMs && !acknowledgedStates.includes(state))
    return `a read after the 201 gave an order that is ${state}`
  return undefined
}

const wasFound = ({ reads }: Visit): boolean => reads.some(({ status }) => status === 200)

const statusesOf = ({ reads }: Visit): string => reads.map(({ status }) => status).join(', ') || 'none'
