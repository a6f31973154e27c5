import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { audit } from '../audit/audit.ts'
import { printBooks } from '../audit/print-books.ts'
import { audited } from '../audit/snapshot.ts'
import { type AuditDatabases, auditDatabases, empty, unprotect } from './audit/audit-databases.ts'
import { bugsInJournal } from './audit/bugs-in-journal.ts'
import { bugsInMoney } from './audit/bugs-in-money.ts'
import { bugsInOrders } from './audit/bugs-in-orders.ts'
import { bugsInStock } from './audit/bugs-in-stock.ts'
import { insertBooks } from './audit/generated-books.ts'
import { type GeneratedShop, generatedShop } from './audit/generated-shop.ts'
import type { SeededBug } from './audit/seeded-bug.ts'

const folder = mkdtempSync(join(tmpdir(), 'saleday-audit-'))
const journalFile = join(folder, 'journal.jsonl')
after(() => rmSync(folder, { recursive: true }))

const textOf = (shop: GeneratedShop) => shop.journal.map((line) => `${JSON.stringify(line)}\n`).join('')

/** The databases of all bugs, with nothing left that would have stopped one. */
let databases: AuditDatabases
before(async () => {
  databases = await auditDatabases()
  for (const name of audited) await unprotect(databases[name])
})
after(() => databases.close())

async function cleanShop(seed: number): Promise<GeneratedShop> {
  for (const name of audited) await empty(databases[name])
  const shop = generatedShop(seed)
  await insertBooks(databases, shop.books)
  return shop
}

async function isCaught(bug: SeededBug): Promise<void> {
  const shop = await cleanShop(7)
  const ids = await bug.seed(shop, databases)
  writeFileSync(journalFile, textOf(shop))
  const result = await audit({ urls: databases.urls, journalFile, waitForRestMs: 0 })
  const broken = result.books.filter(({ holds }) => !holds)
  assert.deepEqual(
    broken.map(({ number }) => number),
    bug.books,
    printBooks(result),
  )
  for (const { violations } of broken) {
    for (const { what, ids: named } of violations) {
      const known = ids.length === 0 || Object.values(named).some((id) => ids.includes(id))
      assert.ok(known, `${what} is about ${JSON.stringify(named)}, not ${ids.join(' or ')}`)
    }
  }
  const named = broken.flatMap(({ violations }) => violations.flatMap((each) => Object.values(each.ids)))
  if (ids[0] !== undefined) assert.ok(named.includes(ids[0]), `${ids[0]} is named: ${printBooks(result)}`)
}

for (const [where, bugs] of Object.entries({ bugsInOrders, bugsInMoney, bugsInStock, bugsInJournal })) {
  describe(`audit, ${where}`, () => {
    for (const bug of bugs) test(`${bug.name}: book ${bug.books.join(' and ')}, and no other`, () => isCaught(bug))
  })
}

describe('audit, a journal', () => {
  let shop: GeneratedShop
  before(async () => {
    shop = await cleanShop(8)
  })

  test('whose last line was cut raises no alarm', async () => {
    writeFileSync(journalFile, `${textOf(shop)}{"j":"answer","at":17`)
    const result = await audit({ urls: databases.urls, journalFile, waitForRestMs: 0 })
    assert.equal(result.balanced, true, printBooks(result))
  })

  test('that ended with a 201 which nobody could read any more raises no alarm', async () => {
    const end = shop.journal.at(-1)!.at
    const { key } = shop.find('confirmed', 'at once')
    const lines = shop.journal
      .filter((line) => !(line.j === 'read' && line.key === key))
      .map((line) => (line.j === 'answer' && line.key === key ? { ...line, at: end } : line))
    writeFileSync(journalFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const result = await audit({ urls: databases.urls, journalFile, waitForRestMs: 0 })
    assert.equal(result.balanced, true, printBooks(result))
    assert.equal(result.books[5]!.figures['cut off before a read'], 1)
  })

  test('that does not say of which run it is cannot be read', async () => {
    writeFileSync(journalFile, textOf(shop).slice(textOf(shop).indexOf('\n') + 1))
    await assert.rejects(audit({ urls: databases.urls, journalFile, waitForRestMs: 0 }), /is no journal/)
  })
})

test('audit, something open, waits for it as long as it may, and then says what it is', async () => {
  const { id } = (await cleanShop(9)).find('confirmed')
  await databases.order.query(`UPDATE outbox SET done_at = NULL WHERE order_id = $1 AND kind = 'take_out'`, [id])
  const said: string[] = []
  const open = await audit({ urls: databases.urls, waitForRestMs: 700, say: (line) => said.push(line) })
  assert.ok(open.books[4]!.figures['seconds until rest']! >= 0.7)
  assert.match(said.join('\n'), /1 outbox row open/)
  assert.deepEqual(open.books[4]!.violations, [
    { what: 'outbox row left open', ids: { orderId: id }, says: 'take_out' },
  ])
  const done = sleep(600).then(() => databases.order.query('UPDATE outbox SET done_at = now() WHERE done_at IS NULL'))
  const result = await audit({ urls: databases.urls, waitForRestMs: 5_000 })
  await done
  assert.equal(result.balanced, true, printBooks(result))
  assert.ok(result.seconds < 4)
})

test('audit, given up while it waits, rejects at once', async () => {
  const { id } = (await cleanShop(10)).find('confirmed')
  await databases.order.query(`UPDATE outbox SET done_at = NULL WHERE order_id = $1 AND kind = 'take_out'`, [id])
  const startedMs = performance.now()
  const signal = AbortSignal.timeout(300)
  await assert.rejects(audit({ urls: databases.urls, waitForRestMs: 20_000, signal }))
  assert.ok(performance.now() - startedMs < 2_000)
})
