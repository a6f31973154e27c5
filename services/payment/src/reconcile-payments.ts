import { newContext } from '@saleday/chassis/context'
import type { Logger } from '@saleday/chassis/logger'
import { type PeriodicWorker, periodicWorker } from '@saleday/chassis/worker'
import { referencesAtOnce } from '@saleday/contracts/bank'
import type { Registry } from 'prom-client'
import { type Difference, differencesOf } from './compare-with-bank.ts'
import { authorisationIdOf, type Progress, type ReconciliationStore, sidesOf } from './reconciliation-store.ts'
import { type Repairing, repairDifference } from './repair-difference.ts'

export type Reconciling = Repairing & {
  reconciliation: ReconciliationStore
  graceSeconds: number
  log: Logger
  metrics: Registry
}

const pageSize = 1_000
/** A page's calls to the bank, or one repair. */
const contextMs = 15_000
const lookAgainMs = { open: 30_000, reported: 600_000 } as const

/**
 * Compares what the bank has written into its ledger, and what we have into our history, since the last time. One
 * process does it at a time. Each asks more often than it is due, so that it is soon gone on with when one dies.
 */
export function reconciler(reconciling: Reconciling, { everyMs }: { everyMs: number }): PeriodicWorker {
  const { log, metrics } = reconciling
  return periodicWorker({
    name: 'reconcile-payments',
    everyMs: Math.ceil(everyMs / 6),
    log,
    metrics,
    run: (signal) => reconcile(reconciling, everyMs, signal),
  })
}

async function reconcile(reconciling: Reconciling, everyMs: number, signal: AbortSignal): Promise<void> {
  const { reconciliation } = reconciling
  const claimed = await reconciliation.claim()
  if (!claimed) return
  let isComplete = false
  try {
    let progress: Progress | undefined = claimed
    while (progress && !signal.aborted) progress = await comparePage(reconciling, progress)
    if (signal.aborted) return
    await lookAgain(reconciling)
    await reconciliation.forgetOld()
    await reconciliation.complete(everyMs)
    isComplete = true
  } finally {
    if (!isComplete) await reconciliation.giveBack()
  }
}

/** Compares what comes next on both sides. Undefined: there was no more. */
async function comparePage(reconciling: Reconciling, from: Progress): Promise<Progress | undefined> {
  const { bank, reconciliation, log, graceSeconds } = reconciling
  const context = newContext(log, contextMs)
  const [movements, changes] = await Promise.all([
    bank.ledger({ after: from.bankAfter, limit: pageSize, minAgeSeconds: graceSeconds }, context),
    reconciliation.changedSince(from.eventAfter, pageSize, graceSeconds),
  ])
  const orderIds = [
    ...new Set([...movements.map(({ reference }) => reference), ...changes.map(({ orderId }) => orderId)]),
  ]
  for (const some of inPieces(orderIds)) {
    for (const difference of (await compare(reconciling, some)).found) await handle(reconciling, difference)
  }
  const progress = {
    bankAfter: movements.at(-1)?.id ?? from.bankAfter,
    eventAfter: changes.at(-1)?.id ?? from.eventAfter,
  }
  await reconciliation.advance(progress)
  return movements.length === pageSize || changes.length === pageSize ? progress : undefined
}

/** Looks again at what could not be repaired before, and at what a person may have put right. */
async function lookAgain(reconciling: Reconciling): Promise<void> {
  const { reconciliation, log } = reconciling
  for (const orderIds of inPieces(await reconciliation.dueOrders(pageSize))) {
    const { found, busy } = await compare(reconciling, orderIds)
    await reconciliation.putOff(busy, lookAgainMs.open)
    for (const difference of found) await handle(reconciling, difference)
    const quiet = orderIds.filter((orderId) => !busy.includes(orderId))
    const gone = await reconciliation.endGone(quiet, found)
    if (gone > 0) log.info({ gone }, 'differences from the bank are gone')
  }
}

/** The bank is read first: whatever our payment is doing, at rest it was at rest then, for the grace time at least. */
export async function compare(
  { bank, reconciliation, graceSeconds, log }: Pick<Reconciling, 'bank' | 'reconciliation' | 'graceSeconds' | 'log'>,
  orderIds: readonly string[],
): Promise<{ found: Difference[]; busy: string[] }> {
  const authorisations = await bank.authorisations(orderIds, newContext(log, contextMs))
  const payments = await reconciliation.payments(orderIds, graceSeconds)
  const busy = orderIds.filter((orderId) => payments.get(orderId)?.isQuiet === false)
  const found = orderIds
    .filter((orderId) => !busy.includes(orderId))
    .flatMap((orderId) =>
      differencesOf(
        orderId,
        payments.get(orderId)?.payment,
        authorisations.filter(({ reference }) => reference === orderId),
      ),
    )
  return { found, busy }
}

async function handle(reconciling: Reconciling, difference: Difference): Promise<void> {
  const { reconciliation, log } = reconciling
  const result = await repairDifference(reconciling, difference, newContext(log, contextMs))
  const outcome = result === 'repaired' || result === 'reported' ? result : 'open'
  await reconciliation.record(difference, outcome, outcome === 'repaired' ? 0 : lookAgainMs[outcome])
  const { kind, orderId } = difference
  const facts = { kind, orderId, authorisationId: authorisationIdOf(difference), ...sidesOf(difference), result }
  if (result === 'reported') log.error(facts, 'the bank and our books differ, and a person has to look at it')
  else log.warn(facts, 'the bank and our books differ')
}

export function* inPieces(orderIds: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < orderIds.length; at += referencesAtOnce) yield orderIds.slice(at, at + referencesAtOnce)
}
