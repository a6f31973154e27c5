import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import type { BankFaults } from '@saleday/contracts/bank'
import { audit } from '../audit/audit.ts'
import type { BookNumber } from '../audit/book.ts'
import { printBooks } from '../audit/print-books.ts'
import type { Audited } from '../audit/snapshot.ts'
import { auditDatabases } from './audit/audit-databases.ts'
import { mutateSql, type SqlChange } from './audit/mutate-sql.ts'
import { shopInProcess } from './audit/shop-in-process.ts'
import { smallCrowd } from './audit/small-crowd.ts'

/** A mistake in a service, and the books in which it must show. */
type Mutant = {
  name: string
  books: readonly BookNumber[]
  sql?: readonly SqlChange[]
  schema?: readonly (readonly [Audited, string])[]
  forgetBankKeys?: boolean
  faults?: Partial<BankFaults>
  /** How long to wait for rest: one that never comes to rest need not be waited for longer. */
  waitForRestMs?: number
}

/** Longer than a lease: others take orders over while the first one still works on them. */
const slowBank = { slowMs: 450 }
const workOf = 'FROM moved, unnest($7::text[]) AS kind'

const mutants: readonly Mutant[] = [
  {
    name: 'order has no unique key',
    books: [2],
    schema: [['order', 'ALTER TABLE idempotency_key DROP CONSTRAINT idempotency_key_pkey']],
  },
  {
    name: 'order decides whatever the state and the lease are',
    books: [5],
    faults: slowBank,
    sql: [
      {
        from: 'WHERE id = $1 AND state = $2 AND ($4::integer IS NULL OR lease_epoch = $4)',
        to: 'WHERE id = $1 AND $2::text IS NOT NULL AND ($4::integer IS NULL OR true)',
      },
    ],
  },
  {
    name: 'order skips the row that captures',
    books: [3, 5],
    sql: [{ from: workOf, to: `${workOf} WHERE kind <> 'capture'` }],
  },
  {
    name: 'order skips the row that voids',
    books: [5],
    sql: [{ from: workOf, to: `${workOf} WHERE kind <> 'void'` }],
  },
  {
    name: 'order writes one unit more than was ordered',
    books: [1, 4],
    sql: [
      {
        from: 'line.name, line.quantity, line.unit_price_cents',
        to: 'line.name, line.quantity + 1, line.unit_price_cents',
      },
    ],
  },
  {
    name: 'order shows an order only after a while',
    books: [6],
    sql: [
      {
        from: 'FROM customer_order o WHERE o.id = $1 AND o.customer_id = $2',
        to: `FROM customer_order o WHERE o.id = $1 AND o.customer_id = $2 AND o.updated_at < now() - interval '0.2 s'`,
      },
    ],
  },
  {
    name: 'order tells nobody that an order is cancelled',
    books: [5],
    sql: [
      {
        from: 'INSERT INTO notice (order_id, text) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        to: 'SELECT $1::uuid, $2::text',
      },
    ],
  },
  {
    name: 'product reserves once more for an order that it knows',
    books: [4],
    faults: slowBank,
    sql: [
      { from: 'WHERE line.order_id NOT IN (SELECT order_id FROM known)\n), short', to: '), short' },
      {
        from: 'ON CONFLICT (order_id) DO NOTHING\n  RETURNING order_id\n), lines',
        to: 'ON CONFLICT (order_id) DO UPDATE SET changed_at = now()\n  RETURNING order_id\n), lines',
      },
      {
        from: 'FROM hold JOIN open ON open.order_id = hold.order_id\n), taken',
        to: 'FROM hold JOIN open ON open.order_id = hold.order_id\n  ON CONFLICT DO NOTHING\n), taken',
      },
    ],
  },
  {
    name: 'product gives back only what was held, not what was sold',
    books: [4],
    sql: [
      { from: 'locked.on_hand + total.held + total.sold', to: 'locked.on_hand + total.held' },
      { from: 'sold = locked.sold - total.sold', to: 'sold = locked.sold' },
    ],
  },
  {
    name: 'product sells what it has not got',
    books: [4],
    schema: [
      ['product', 'ALTER TABLE stock DROP CONSTRAINT stock_on_hand_not_negative'],
      ['product', 'ALTER TABLE stock DROP CONSTRAINT stock_balances'],
    ],
    sql: [
      { from: 'currency, stock.on_hand FROM product', to: 'currency, 1000000 AS on_hand FROM product' },
      { from: 'FROM wanted WHERE available < quantity', to: 'FROM wanted WHERE available IS NULL' },
      { from: 'bool_and(up_to_here <= on_hand)', to: 'bool_and(true)' },
    ],
  },
  {
    name: 'payment takes another key each time that it asks the bank',
    books: [3],
    faults: { loseAnswerShare: 0.3 },
    forgetBankKeys: true,
    waitForRestMs: 3_000,
  },
  {
    name: 'payment forgets to write what it refunds',
    books: [3],
    sql: [
      {
        from: 'FROM changed, unnest($15::text[], $16::integer[]) AS entry (account, amount_cents)',
        to: `FROM changed, unnest($15::text[], $16::integer[]) AS entry (account, amount_cents) WHERE $14::text <> 'refunded'`,
      },
    ],
  },
]

const folder = mkdtempSync(join(tmpdir(), 'saleday-audit-'))
after(() => rmSync(folder, { recursive: true }))

async function dayWith(mutant: Omit<Mutant, 'name' | 'books'>) {
  const databases = await auditDatabases()
  for (const [name, change] of mutant.schema ?? []) await databases[name].query(change)
  const mutation = mutateSql(mutant.sql ?? [])
  try {
    const { forgetBankKeys = false, faults = {} } = mutant
    const shop = await shopInProcess(databases, { forgetBankKeys, faults })
    const journalFile = join(folder, 'journal.jsonl')
    try {
      const journal = await smallCrowd(shop, 'run-1')
      writeFileSync(journalFile, journal.map((line) => `${JSON.stringify(line)}\n`).join(''))
      const result = await audit({ urls: databases.urls, journalFile, waitForRestMs: mutant.waitForRestMs ?? 8_000 })
      return { result, made: mutation.made }
    } finally {
      await shop.close()
    }
  } finally {
    mutation.restore()
    await databases.close()
  }
}

describe('audit, the real services with a crowd', () => {
  const faults = {
    none: {},
    'a slow bank': slowBank,
    'answers lost': { loseAnswerShare: 0.3, duplicateWebhookShare: 1 },
  }
  for (const [name, each] of Object.entries(faults)) {
    test(`as they are, with ${name === 'none' ? 'no faults' : name}: no alarm`, async () => {
      const { result } = await dayWith({ faults: each, waitForRestMs: 20_000 })
      assert.equal(result.balanced, true, printBooks(result))
      const { figures } = result.books[4]!
      assert.ok(figures.confirmed! > 5, JSON.stringify(figures))
      assert.ok(figures.rejected! > 3 && figures.cancelled! > 5, JSON.stringify(figures))
    })
  }

  for (const mutant of mutants) {
    test(`${mutant.name}: book ${mutant.books.join(' and ')}`, async () => {
      const { result, made } = await dayWith(mutant)
      for (const [at, times] of made.entries())
        assert.ok(times > 0, `the mutant's change ${at} is of a statement that is no more`)
      const broken = result.books.filter(({ holds }) => !holds).map(({ number }) => number)
      for (const number of mutant.books) assert.ok(broken.includes(number), printBooks(result))
    })
  }
})
