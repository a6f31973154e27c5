import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { PeriodicWorker } from '@saleday/chassis/worker'
import { eventually } from '@saleday/testing/eventually'
import { bankStore } from '../src/store.ts'
import { newId, type OpenBank, openBank } from './open-bank.ts'

let bank: OpenBank
before(async () => {
  bank = await openBank()
})
after(() => bank.close())

const aDayLater = () => bank.pool.query("UPDATE idempotency_key SET forget_at = forget_at - interval '25 hours'")

async function keys(): Promise<string[]> {
  const { rows } = await bank.pool.query('SELECT key FROM idempotency_key ORDER BY key')
  return rows.map(({ key }) => key)
}

test('forget-keys, a day later: those of what is over are forgotten, those of what is open have another day', async () => {
  const key = (name: string) => `${name}-${newId()}`
  const [open, over, declined, capture] = ['open', 'over', 'declined', 'capture'].map(key) as [
    string,
    string,
    string,
    string,
  ]
  const reference = newId()
  const { body } = await bank.authorise('tok_test_4242', { key: open, reference })
  const captured = await bank.authorise('tok_test_4242', { key: over })
  await bank.capture(captured.body.id, capture)
  await bank.authorise('tok_test_9995', { key: declined })

  assert.deepEqual(await bankStore(bank.pool).forgetKeys(), { looked: 0, forgotten: 0 })
  assert.deepEqual(await keys(), [capture, declined, open, over].sort(), 'within their day all are kept')

  await aDayLater()
  assert.deepEqual(await bankStore(bank.pool).forgetKeys(), { looked: 4, forgotten: 3 })
  assert.deepEqual(await keys(), [open])
  assert.deepEqual((await bank.authorise('tok_test_4242', { key: open, reference })).body, body)
  assert.deepEqual(await bank.statement(reference), ['authorised 5000'])

  assert.deepEqual(await bankStore(bank.pool).forgetKeys(), { looked: 0, forgotten: 0 }, 'it has another day')
  await bank.void(body.id, key('void'))
  await aDayLater()
  await aDayLater()
  await bankStore(bank.pool).forgetKeys()
  assert.deepEqual(await keys(), [])
})

test('forget-keys, a key from before they had an authorisation of their own: is told by its answer', async () => {
  const key = newId()
  await bank.authorise('tok_test_4242', { key })
  await bank.pool.query('UPDATE idempotency_key SET authorisation_id = NULL')
  await aDayLater()
  assert.deepEqual(await bankStore(bank.pool).forgetKeys(), { looked: 1, forgotten: 0 })
  assert.deepEqual(await keys(), [key])
})

test('forget-keys, more than a batch: goes on until none is due', async () => {
  await bank.pool.query(`
    INSERT INTO idempotency_key (key, request_hash, answer, forget_at)
    SELECT 'old-' || n, '\\x00', '{}', now() - interval '1 hour' FROM generate_series(1, 1200) AS n`)
  const worker = bank.service.workers?.find(({ name }) => name === 'forget-keys') as PeriodicWorker
  worker.start()
  worker.kick()
  await eventually('all are forgotten', async () => (await keys()).every((key) => !key.startsWith('old-')))
  await worker.stop()
})
