import { randomUUIDv7 } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JournalLine } from '@saleday/load/journal'
import { testValkey } from '@saleday/testing/test-valkey'
import { type AuditResult, audit } from '../../../load/audit/audit.ts'
import { connect, disconnect, takeSnapshots } from '../../../load/audit/snapshot.ts'
import { openWork } from '../../../load/audit/wait-for-rest.ts'
import { type AuditDatabases, auditDatabases, insertRows } from '../../../load/test/audit/audit-databases.ts'
import type { Basket } from './buyer.ts'
import type { Referee } from './referee.ts'
import { type Processes, runProcesses } from './run-processes.ts'
import { until } from './until.ts'

export type Shop = Awaited<ReturnType<typeof openShop>>

const priceCents = 1_000

/** The shop's real processes on databases of their own, its shelves, and the journal of all that buy in it. */
export async function openShop(runId: string, referee: Referee) {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-faults-'))
  const databases = await auditDatabases()
  const valkey = await testValkey()
  const journal: JournalLine[] = [{ j: 'start', at: Date.now() - 5, runId }]
  const addProduct = (initial = 1_000_000) => insertProduct(databases, initial)
  const [first, second, empty] = [await addProduct(), await addProduct(), await addProduct(0)]
  const processes: Processes = await runProcesses({ folder, databases: databases.urls, valkeyUrl: valkey.url, referee })
  const connections = await connect(databases.urls)
  await processes.whole()

  return {
    folder,
    databases,
    processes,
    urls: processes.urls,
    priceCents,
    addProduct,
    /** What there was of a product turns out to be broken, and is written off. */
    async loseStock(productId: string): Promise<void> {
      await databases.product.query('UPDATE stock SET on_hand = 0, initial = initial - on_hand WHERE product_id = $1', [
        productId,
      ])
    },
    basket: {
      lines: [
        { productId: first, quantity: 2 },
        { productId: second, quantity: 1 },
      ],
      totalCents: 3 * priceCents,
    },
    emptyShelf: {
      lines: [
        { productId: first, quantity: 1 },
        { productId: empty, quantity: 1 },
      ],
      totalCents: 2 * priceCents,
    } satisfies Partial<Basket>,
    note: (line: JournalLine) => void journal.push(line),
    /** Waits until nothing is open any more, and audits the six books, with all that the buyers have written down. */
    async audit(): Promise<AuditResult> {
      const isAtRest = async () => (await openWork(await takeSnapshots(connections))).length === 0
      // One that does not come to rest is the audit's to tell.
      await until('the shop is at rest', 25_000, isAtRest).catch(() => {})
      const journalFile = join(folder, 'journal.jsonl')
      const lines: JournalLine[] = [...journal, { j: 'end', at: Date.now() + 60_000 }]
      writeFileSync(journalFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
      return audit({ urls: databases.urls, journalFile, waitForRestMs: 0 })
    },
    /** `keep`: the folder with the processes' log and the journal stays. */
    async close({ keep }: { keep: boolean }): Promise<void> {
      await processes.stop()
      await disconnect(connections)
      await databases.close()
      await valkey.close()
      if (!keep) rmSync(folder, { recursive: true })
    },
  }
}

async function insertProduct({ product }: AuditDatabases, initial: number): Promise<string> {
  const id = randomUUIDv7()
  const words = { slug: id, name: 'A product', category: 'home', description: 'A product', image: 'x.svg' }
  await insertRows(product, 'product', [{ id, ...words, price_cents: priceCents, currency: 'EUR', doorbuster: false }])
  await insertRows(product, 'stock', [{ product_id: id, on_hand: initial, reserved: 0, sold: 0, initial }])
  return id
}
