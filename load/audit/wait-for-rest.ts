import { setTimeout as sleep } from 'node:timers/promises'
import { type Connections, type Snapshots, takeSnapshots } from './snapshot.ts'

/** Something that waits for somebody to go on with it. */
export type OpenWork = { what: string; id: string; state: string }

const openSql = {
  order: `
    SELECT 'order' AS what, id::text, state FROM customer_order WHERE state IN ('placed', 'cancelling')
    UNION ALL
    SELECT 'outbox row', order_id::text, kind FROM outbox WHERE done_at IS NULL`,
  product: `
    SELECT 'hold' AS what, order_id::text AS id, state FROM reservation WHERE state = 'held'`,
  payment: `
    SELECT 'payment' AS what, order_id::text AS id, state FROM payment
    WHERE state IN ('authorising', 'capturing', 'voiding', 'refunding')
    UNION ALL
    SELECT 'refund', refund_id::text, state FROM refund WHERE state = 'refunding'`,
} as const

const lookEveryMs = 500
const mostTold = 1_000

/**
 * Waits until nothing of the shop is open, but no longer than it is given.
 * @returns the books as they were then, in which what is still open is open
 */
export async function waitForRest(
  connections: Connections,
  options: { withinMs: number; say: (line: string) => void; signal: AbortSignal | undefined },
): Promise<{ snapshots: Snapshots; waitedMs: number }> {
  const { withinMs, say, signal } = options
  const startedMs = performance.now()
  for (let looks = 0; ; looks++) {
    const snapshots = await takeSnapshots(connections)
    const open = await openWork(snapshots)
    const waitedMs = Math.round(performance.now() - startedMs)
    if (open.length === 0 || waitedMs >= withinMs) return { snapshots, waitedMs }
    if (looks % 10 === 0) say(`Waiting until the shop is at rest: ${summaryOf(open)} open`)
    await sleep(Math.min(lookEveryMs, withinMs - waitedMs), undefined, signal ? { signal } : {})
  }
}

/** What is open; a thousand of each database at most. */
export async function openWork(snapshots: Snapshots): Promise<OpenWork[]> {
  const owners = Object.keys(openSql) as (keyof typeof openSql)[]
  const found = await Promise.all(
    owners.map((owner) => snapshots[owner].rows<OpenWork>(`${openSql[owner]} LIMIT ${mostTold}`)),
  )
  return found.flat()
}

function summaryOf(open: readonly OpenWork[]): string {
  const counts = Map.groupBy(open, ({ what }) => what)
  return [...counts].map(([what, each]) => `${each.length} ${what}${each.length > 1 ? 's' : ''}`).join(', ')
}
