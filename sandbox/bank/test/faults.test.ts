import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { eventually } from '@saleday/testing/eventually'
import { newId, type OpenBank, openBank } from './open-bank.ts'

let bank: OpenBank
before(async () => {
  bank = await openBank()
})
beforeEach(() => bank.faults({}))
after(() => bank.close())

test('PUT /faults on the admin port sets all of them; GET tells which are on', async () => {
  assert.deepEqual((await bank.faults({ down: true, declineShare: 0.5 })).body.declineShare, 0.5)
  assert.equal((await bank.send('GET', '/faults')).body.down, true)
  await bank.faults({ slowMs: 5 })
  const { down, declineShare, slowMs } = (await bank.send('GET', '/faults')).body
  assert.deepEqual([down, declineShare, slowMs], [false, 0, 5])
})

test('PUT /faults with what is no fault is 400 and changes nothing', async () => {
  for (const [field, wrong] of [
    ['declineShare', { declineShare: 2 }],
    ['down', { down: 'yes' }],
    ['body', { fire: true }],
  ] as const) {
    const { status, body } = await bank.send('PUT', '/faults', { body: wrong })
    assert.deepEqual([status, body.errors[0].field], [400, field])
  }
  assert.equal((await bank.send('GET', '/faults')).body.down, false)
})

test('/faults is not there unless ALLOW_FAULTS is true, and never on the public port', async () => {
  const closed = await openBank({ ALLOW_FAULTS: 'false' })
  try {
    assert.equal((await closed.send('GET', '/faults')).status, 404)
  } finally {
    await closed.close()
  }
  const onPublicPort = await fetch(`${bank.publicUrl}/faults`)
  assert.equal(onPublicPort.status, 404)
})

test('down: every call is 503 and nothing is done', async () => {
  const same = { key: newId(), reference: newId() }
  await bank.faults({ down: true })
  const answer = await bank.authorise('tok_test_4242', same)
  assert.deepEqual([answer.status, answer.body.code], [503, 'unavailable'])
  assert.equal((await bank.tokenise('4242424242424242')).status, 503)
  await bank.faults({})
  assert.deepEqual(await bank.statement(same.reference), [])
})

test('errorShare: 500 before any work', async () => {
  const same = { key: newId(), reference: newId() }
  await bank.faults({ errorShare: 1 })
  assert.equal((await bank.authorise('tok_test_4242', same)).status, 500)
  await bank.faults({})
  assert.deepEqual(await bank.statement(same.reference), [])
})

test('loseAnswerShare: the work is done and the connection cut; the key then gives the answer', async () => {
  const same = { key: newId(), reference: newId() }
  await bank.faults({ loseAnswerShare: 1 })
  await assert.rejects(bank.authorise('tok_test_4242', same), TypeError)
  await bank.faults({})
  assert.deepEqual(await bank.statement(same.reference), ['authorised 5000'])
  assert.equal((await bank.authorise('tok_test_4242', same)).status, 201)
  assert.deepEqual(await bank.statement(same.reference), ['authorised 5000'])
})

test('slowMs, declineShare and refuseCaptureShare do what they say, and only to what is new', async () => {
  const key = newId()
  const reference = newId()
  const { body } = await bank.authorise('tok_test_4242', { key, reference })
  await bank.faults({ slowMs: 80, declineShare: 1, refuseCaptureShare: 1 })
  const before = performance.now()
  assert.equal((await bank.authorise('tok_test_4242', { key, reference })).body.state, 'authorised')
  assert.ok(performance.now() - before >= 75)
  assert.equal((await bank.authorise('tok_test_4242')).body.state, 'declined')
  assert.equal((await bank.capture(body.id)).body.state, 'capture_refused')
})

test('unreachable: the connection of every call is cut, and nothing is done', async () => {
  const same = { key: newId(), reference: newId() }
  await bank.faults({ unreachable: true })
  await assert.rejects(bank.authorise('tok_test_4242', same), TypeError)
  await bank.faults({})
  assert.deepEqual(await bank.statement(same.reference), [])
})

test('lateWorkShare: the connection is cut at once, and the work is done two seconds later', async () => {
  const same = { key: newId(), reference: newId() }
  await bank.faults({ lateWorkShare: 1 })
  await assert.rejects(bank.authorise('tok_test_4242', same), TypeError)
  await bank.faults({})
  assert.deepEqual(await bank.statement(same.reference), [])
  await eventually('the work is done', async () => (await bank.statement(same.reference)).join() === 'authorised 5000')
})

test('expireShare: what is authorised expires at once, whatever the card', async () => {
  await bank.faults({ expireShare: 1 })
  const { body } = await bank.authorise('tok_test_4242')
  assert.equal(body.state, 'authorised')
  await bank.faults({})
  assert.equal((await bank.capture(body.id)).body.state, 'expired')
})
