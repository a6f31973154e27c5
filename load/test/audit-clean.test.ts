import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { audit } from '../audit/audit.ts'
import { printBooks } from '../audit/print-books.ts'
import { type AuditDatabases, auditDatabases } from './audit/audit-databases.ts'
import { insertBooks } from './audit/generated-books.ts'
import { ends, generatedShop } from './audit/generated-shop.ts'

/** One shop after the other in the same databases, as runs on one shop are. */
let databases: AuditDatabases
const folder = mkdtempSync(join(tmpdir(), 'saleday-audit-'))
before(async () => {
  databases = await auditDatabases()
})
after(async () => {
  await databases.close()
  rmSync(folder, { recursive: true })
})

for (let seed = 1; seed <= 20; seed++) {
  test(`audit, a clean shop of seed ${seed}, raises no alarm, with the run's journal and without`, async () => {
    const shop = generatedShop(seed)
    assert.deepEqual(
      ends.filter((end) => !shop.orders.some((order) => order.end === end)),
      [],
      'every end is there',
    )
    await insertBooks(databases, shop.books)
    const journalFile = join(folder, `${seed}.jsonl`)
    writeFileSync(journalFile, shop.journal.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const ofRun = await audit({ urls: databases.urls, journalFile, waitForRestMs: 0 })
    assert.equal(ofRun.balanced, true, printBooks(ofRun))
    assert.equal(ofRun.books[0]!.figures.orders, shop.orders.length)
    assert.equal(ofRun.books[0]!.figures.intents, shop.orders.length + 2)
    assert.ok(ofRun.books[5]!.checked > 20)
    const ofAll = await audit({ urls: databases.urls, waitForRestMs: 0 })
    assert.equal(ofAll.balanced, true, printBooks(ofAll))
    assert.equal(ofAll.books[0]!.figures.orders, seed * shop.orders.length)
  })
}
