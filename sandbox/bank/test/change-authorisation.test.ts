import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { PeriodicWorker } from '@saleday/chassis/worker'
import { newId, type OpenBank, openBank } from './open-bank.ts'

let bank: OpenBank
before(async () => {
  bank = await openBank()
})
beforeEach(() => bank.faults({}))
after(() => bank.close())

async function authorised(token = 'tok_test_4242') {
  const reference = newId()
  const { body } = await bank.authorise(token, { reference })
  return { id: body.id as string, reference }
}

test('POST …/capture captures once, with one key or with two', async () => {
  const { id, reference } = await authorised()
  const key = newId()
  const answers = await Promise.all([bank.capture(id, key), bank.capture(id, key), bank.capture(id), bank.capture(id)])
  for (const { status, body } of answers) assert.deepEqual([status, body.state], [200, 'captured'])
  assert.deepEqual(await bank.statement(reference), ['authorised 5000', 'captured 5000'])
})

test('POST …/capture with the card 0341 is refused, and stays so under another key; a void closes it', async () => {
  const { id, reference } = await authorised('tok_test_0341')
  for (const { body } of [await bank.capture(id), await bank.capture(id)]) {
    assert.deepEqual([body.state, body.declineCode], ['capture_refused', 'refused_by_issuer'])
  }
  assert.equal((await bank.void(id)).body.state, 'voided')
  assert.deepEqual(await bank.statement(reference), ['authorised 5000', 'capture_refused 5000', 'voided 5000'])
})

test('POST …/void voids what is open; what was captured stays captured', async () => {
  const open = await authorised()
  assert.equal((await bank.void(open.id)).body.state, 'voided')
  assert.equal((await bank.capture(open.id)).body.state, 'voided')
  const captured = await authorised()
  await bank.capture(captured.id)
  assert.equal((await bank.void(captured.id)).body.state, 'captured')
  assert.deepEqual(await bank.statement(captured.reference), ['authorised 5000', 'captured 5000'])
})

test('POST …/capture and …/void at once: one of them wins, the ledger has one of them', async () => {
  const { id, reference } = await authorised()
  await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 ? bank.capture(id) : bank.void(id))))
  const statement = await bank.statement(reference)
  assert.equal(statement.length, 2)
  assert.match(statement[1] ?? '', /^(captured|voided) 5000$/)
})

test('POST …/refunds, many at once: gives back no more than was captured; a refusal is kept under its key', async () => {
  const { id, reference } = await authorised()
  const early = newId()
  assert.equal((await bank.refund(id, 1, early)).body.code, 'refund_refused')
  await bank.capture(id)
  const again = await bank.refund(id, 1, early)
  assert.deepEqual([again.status, again.body.code], [409, 'refund_refused'])
  const answers = await Promise.all(Array.from({ length: 7 }, () => bank.refund(id, 1_000)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 5)
  assert.equal((await bank.statement(reference)).filter((row) => row === 'refunded 1000').length, 5)
})

test('POST …/refunds with one key gives back once; with another amount it is 422', async () => {
  const { id, reference } = await authorised()
  await bank.capture(id)
  const key = newId()
  assert.equal((await bank.refund(id, 700, key)).body.refundedCents, 700)
  assert.equal((await bank.refund(id, 700, key)).body.refundedCents, 700)
  const other = await bank.refund(id, 701, key)
  assert.deepEqual([other.status, other.body.code], [422, 'key_reused'])
  assert.deepEqual(await bank.statement(reference), ['authorised 5000', 'captured 5000', 'refunded 700'])
})

test('POST … of an authorisation that does not exist is 404, of an id that is none 400', async () => {
  for (const answer of [await bank.capture(newId()), await bank.void(newId()), await bank.refund(newId(), 1)]) {
    assert.deepEqual([answer.status, answer.body.code], [404, 'authorisation_not_found'])
  }
  const odd = await bank.void('1')
  assert.deepEqual([odd.status, odd.body.errors[0].field], [400, 'authorisationId'])
})

test('an authorisation whose time is over expires by itself and cannot be captured', async () => {
  const { id, reference } = await authorised('tok_test_0069')
  const ender = bank.service.workers?.find(({ name }) => name === 'end-authorisations') as PeriodicWorker
  ender.start()
  ender.kick()
  await ender.stop()
  assert.deepEqual(await bank.statement(reference), ['authorised 5000', 'expired 5000'])
  const { body } = await bank.capture(id)
  assert.deepEqual([body.state, body.declineCode], ['expired', 'authorisation_expired'])
})

test('GET /bank/v1/ledger tells every movement in order, page by page; nobody can change one', async () => {
  const { id } = await authorised()
  await bank.capture(id)
  const all = (await bank.send('GET', '/bank/v1/ledger?limit=10000')).body.rows
  const paged = []
  for (let after = 0; ; ) {
    const { rows } = (await bank.send('GET', `/bank/v1/ledger?after=${after}&limit=3`)).body
    if (rows.length === 0) break
    paged.push(...rows)
    after = rows.at(-1).id
  }
  assert.deepEqual(paged, all)
  for (const query of ['after=-1', 'limit=0', 'limit=10001', 'reference=x', 'page=2', 'after=1&after=2']) {
    assert.equal((await bank.send('GET', `/bank/v1/ledger?${query}`)).status, 400, query)
  }
  for (const statement of ['UPDATE ledger_row SET amount_cents = 1', 'DELETE FROM ledger_row', 'TRUNCATE ledger_row']) {
    await assert.rejects(bank.pool.query(statement), /append-only/)
  }
})

test('GET /bank/v1/authorisations?references= tells all authorisations of these references as they are now', async () => {
  // Answers come by reference.
  const [twice, once, other] = [newId(), newId(), newId()].sort() as [string, string, string]
  const first = await bank.authorise('tok_test_4242', { reference: twice })
  const second = await bank.authorise('tok_test_4242', { reference: twice })
  const third = await bank.authorise('tok_test_9995', { reference: once })
  await bank.authorise('tok_test_4242', { reference: other })
  await bank.capture(first.body.id)
  await bank.refund(first.body.id, 700)
  const path = `/bank/v1/authorisations?references=${twice},${once.toUpperCase()},${newId()}`
  const { status, body } = await bank.send('GET', path)
  assert.equal(status, 200)
  assert.deepEqual(
    body.authorisations.map((found: Record<string, unknown>) => [found.id, found.state, found.refundedCents]),
    [
      [first.body.id, 'captured', 700],
      [second.body.id, 'authorised', 0],
      [third.body.id, 'declined', 0],
    ],
  )
  assert.equal((await bank.send('GET', path, { merchantKey: 'not the key' })).status, 401)
  for (const wrong of ['', 'x', `${once},`, Array.from({ length: 101 }, newId).join()]) {
    assert.equal((await bank.send('GET', `/bank/v1/authorisations?references=${wrong}`)).status, 400)
  }
})

test('GET /bank/v1/ledger?minAgeSeconds= ends before the first row that is younger', async () => {
  const reference = newId()
  const { body } = await bank.authorise('tok_test_4242', { reference })
  await bank.capture(body.id)
  await bank.pool.query('ALTER TABLE ledger_row DISABLE TRIGGER ledger_row_append_only')
  await bank.pool.query(
    "UPDATE ledger_row SET at = at - interval '1 minute' WHERE reference = $1 AND kind = 'authorised'",
    [reference],
  )
  await bank.pool.query('ALTER TABLE ledger_row ENABLE TRIGGER ledger_row_append_only')
  const kinds = async (minAge: number) =>
    (await bank.send('GET', `/bank/v1/ledger?reference=${reference}&minAgeSeconds=${minAge}`)).body.rows.map(
      ({ kind }: { kind: string }) => kind,
    )
  assert.deepEqual(await kinds(0), ['authorised', 'captured'])
  assert.deepEqual(await kinds(30), ['authorised'])
  assert.deepEqual(await kinds(3_600), [])
})
