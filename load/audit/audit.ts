import type { BookResult } from './book.ts'
import { acknowledgedBook } from './book-1-acknowledged.ts'
import { onceBook } from './book-2-once.ts'
import { checkTransfers, moneyBook } from './book-3-money.ts'
import { stockBook } from './book-4-stock.ts'
import { historiesBook } from './book-5-histories.ts'
import { readableBook } from './book-6-readable.ts'
import { type JournalBuckets, openJournal } from './journal-buckets.ts'
import { mergeByOrder } from './merge-by-order.ts'
import { readKeys } from './read-keys.ts'
import { type AuditUrls, connect, disconnect, type Snapshots } from './snapshot.ts'
import { waitForRest } from './wait-for-rest.ts'

export type AuditResult = {
  balanced: boolean
  books: BookResult[]
  seconds: number
  /** The most memory that the process has had. */
  rssMiB: number
}

export type AuditOptions = {
  /** As a role that may read everything and change nothing. */
  urls: AuditUrls
  /** With the journal of a run, books 1, 2 and 6 are of that run; without, of every order that there is. */
  journalFile?: string
  /** How long the shop may take to come to rest. */
  waitForRestMs?: number
  say?: (line: string) => void
  /** Gives the audit up: it rejects. */
  signal?: AbortSignal
}

/** Checks the six books: from the databases as they are at one moment, and from what the crowd has written down. */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  const startedMs = performance.now()
  const { urls, journalFile, waitForRestMs = 60_000, say = () => {}, signal } = options
  signal?.throwIfAborted()
  const connections = await connect(urls)
  let journal: JournalBuckets | undefined
  try {
    const { snapshots, waitedMs } = await waitForRest(connections, { withinMs: waitForRestMs, say, signal })
    const beganMs = performance.now()
    journal = journalFile === undefined ? undefined : await openJournal(journalFile)
    const books = await checkBooks(snapshots, journal, say, signal)
    books[4]!.figures['seconds until rest'] = Math.round(waitedMs / 100) / 10
    say(`The books were read in ${((performance.now() - beganMs) / 1000).toFixed(1)} s`)
    return {
      balanced: books.every(({ holds }) => holds),
      books,
      seconds: Math.round(performance.now() - startedMs) / 1000,
      rssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    }
  } finally {
    await journal?.close()
    await disconnect(connections)
  }
}

async function checkBooks(
  snapshots: Snapshots,
  journal: JournalBuckets | undefined,
  say: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<BookResult[]> {
  const [acknowledged, once, money, stock, readable] = [
    acknowledgedBook(journal),
    onceBook(),
    moneyBook(),
    stockBook(),
    readableBook(journal),
  ]
  say('Reading orders beside their stock, their payments and the bank')
  await mergeByOrder(snapshots, (order) => {
    signal?.throwIfAborted()
    once.takeOrder(order)
    money.take(order)
    stock.take(order)
  })
  say(journal === undefined ? 'Reading the keys' : `Reading the keys of ${journal.runId} beside the journal`)
  // The transfers are in another database: its core has nothing else to do meanwhile.
  await Promise.all([
    checkTransfers(money.book, snapshots.payment),
    readKeys(snapshots.order, journal, (key) => {
      signal?.throwIfAborted()
      acknowledged.take(key)
      once.takeKey(key)
      readable.take(key)
    }),
  ])
  signal?.throwIfAborted()
  say('Reading shelves and histories')
  await acknowledged.checkKeyless(snapshots.order)
  const [histories] = await Promise.all([historiesBook(snapshots), stock.checkProducts(snapshots, journal?.startedMs)])
  return [acknowledged.book, once.book, money.book, stock.book, histories, readable.book].map((book) => book.result())
}
