import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { listFailpoints, struckServices } from '../src/list-failpoints.ts'

const repository = join(import.meta.dirname, '../../..')
const listed = (text: string) => listFailpoints('order', [{ file: 'services/order/src/new.ts', text }])

describe('the side effects of the services', () => {
  for (const service of struckServices) {
    test(`${service}: each has a failpoint`, async () => {
      const { failpoints, problems } = await listFailpoints(service)
      assert.deepEqual(problems, [])
      assert.ok(failpoints.length >= 5)
    })
  }

  test('are found by what they do', async () => {
    const names = async (text: string) => (await listed(text)).failpoints.map(({ name }) => name)
    assert.deepEqual(
      await names("await db.query({ name: 'pay', text: paySql, values: [1] })\nconst paySql = `UPDATE a SET b = 1`"),
      ['db.pay'],
    )
    assert.deepEqual(await names("await query<Row>('pay', `INSERT INTO a VALUES (1)`, [])"), ['db.pay'])
    assert.deepEqual(await names("await inTransaction(pool, 'pay', async (tx) => {})"), ['tx.pay'])
    assert.deepEqual(
      await names("import { capture } from '@saleday/contracts/payment'\nclient.call(capture, {}, context)"),
      ['call.payment.capture'],
    )
    assert.deepEqual(await names("import type { Redis } from 'ioredis'\nvalkey.incr('a')\nvalkey.get('a')"), [
      'valkey.incr',
    ])
    assert.deepEqual(await names("db.query('SELECT a FROM b FOR UPDATE')"), [])
  })

  for (const [what, text, problem] of [
    ['a statement that writes and has no name', "db.query('DELETE FROM a')", /has no name: 'DELETE FROM a'/],
    ['such a statement in a constant', 'db.query(paySql)\nconst paySql = `INSERT INTO a`', /has no name/],
    ['a transaction without a name', 'inTransaction(pool, async (tx) => {})', /a transaction has no name/],
    ['a call past the client', "await fetch('http://payment')", /past the service client/],
    ['a client of its own', "import { Pool } from 'undici'", /past the service client/],
    ['a connection of its own to PostgreSQL', "import pg from 'pg'", /past createPool/],
    ['a connection of its own to Valkey', "import { Redis } from 'ioredis'", /past createValkey/],
    ['a call of nobody knows whom', 'client.call(route, {}, context)', /whom does .call\(route\) call/],
    ['a service that arms its own failpoints', 'armFailpoints(strike)', /which only a test may/],
  ] as const) {
    test(`${what} is a problem`, async () => {
      const { problems } = await listed(text)
      assert.equal(problems.length, 1)
      assert.match(problems[0]!, problem)
    })
  }
})

test('armFailpoints is called by nothing that images hold', () => {
  const callers = ['packages', 'services', 'sandbox'].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => file.endsWith('.ts') && !/node_modules|\.test\.ts$|\/test\//.test(file))
      .filter((file) => /armFailpoints\(/.test(readFileSync(join(repository, file), 'utf8'))),
  )
  assert.deepEqual(callers, ['packages/chassis/src/failpoint.ts'])
})
