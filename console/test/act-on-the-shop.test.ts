import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { loadConfig } from '../src/config.ts'
import type { ActionAnswer, Frame, History } from '../src/frame.ts'
import { localSource } from '../src/local-source.ts'
import { openConsole, token } from './open-console.ts'
import { shopHere } from './shop-here.ts'

let shop: Awaited<ReturnType<typeof shopHere>>
let console: Awaited<ReturnType<typeof openConsole>>
before(async () => {
  shop = await shopHere()
  console = await openConsole(localSource(shop.dir), { OPERATOR_TOKEN: token })
})
after(async () => {
  await console.close()
  await shop.close()
})

const bearer = { authorization: `Bearer ${token}` }
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code]

test('POST /api/actions/kill without the token, or with another one, kills nothing: 401', async () => {
  for await (const { event } of console.events()) if (event === 'history') break
  const pod = `order ${shop.shop.servers.order.processes[0]!.pid}`
  for (const headers of [{}, { authorization: 'Bearer open-all-day-0123456788' }, { authorization: token }])
    assert.deepEqual(await codeOf(await console.act('POST', 'kill', { pod }, headers)), [401, 'unauthenticated'])
  assert.ok(process.kill(shop.shop.servers.order.processes[0]!.pid, 0))
})

test('POST /api/actions/kill from a page of another site is refused, even with the token', async () => {
  const headers = { ...bearer, 'sec-fetch-site': 'cross-site' }
  const pod = `order ${shop.shop.servers.order.processes[0]!.pid}`
  assert.deepEqual(await codeOf(await console.act('POST', 'kill', { pod }, headers)), [403, 'cross_site'])
})

test('POST /api/actions/kill of what is not shown is 404: nobody kills other processes by it', async () => {
  for (const pod of ['order 1', `order ${process.pid}`, String(process.pid)])
    assert.deepEqual(await codeOf(await console.act('POST', 'kill', { pod }, bearer)), [404, 'not_found'])
})

test('POST /api/actions/kill ends the process with SIGKILL, and the timeline tells of it once', async () => {
  const { pid } = shop.shop.servers.order.processes[1]!
  const events = console.events()
  const first = (await events.next()).value
  assert.equal(first!.event, 'history')
  const answer = await console.act('POST', 'kill', { pod: `order ${pid}` }, bearer)
  assert.equal(answer.status, 200)
  const done = (await answer.json()) as ActionAnswer
  assert.deepEqual(
    [done.kind, done.by, done.subject, done.says],
    ['kill', 'operator', 'order', `SIGKILL to order ${pid}`],
  )
  assert.match(done.kubectl!, /^kubectl --namespace saleday delete .* --grace-period=0 --force$/)
  assert.equal(await shop.ended(pid), 'SIGKILL')
  shop.replace(1)
  const told = []
  for await (const { data } of events) {
    const frame = data as Frame
    told.push(...frame.events.filter(({ kind }) => kind === 'kill'))
    if (told.some(({ endedAt }) => endedAt !== null)) break
  }
  assert.deepEqual([...new Set(told.map(({ id }) => id))], [done.id])
})

test('PUT /api/actions/bank-faults gives the bank these faults and no others, with the command that does the same', async () => {
  const wrong = await console.act('PUT', 'bank-faults', { slowMs: -1 }, bearer)
  assert.deepEqual(await codeOf(wrong), [400, 'invalid_request'])
  assert.deepEqual(shop.faults(), {})
  const answer = await console.act('PUT', 'bank-faults', { loseAnswerShare: 0.2 }, bearer)
  const done = (await answer.json()) as ActionAnswer
  assert.deepEqual([answer.status, done.says], [200, 'the bank misbehaves: loseAnswerShare 0.2'])
  assert.match(done.kubectl!, /port-forward deployment\/bank 9090 & curl --request PUT localhost:9090\/faults/)
  assert.equal((shop.faults() as { loseAnswerShare: number }).loseAnswerShare, 0.2)
  for await (const { event, data } of console.events()) {
    const frame = event === 'history' ? (data as History).frame : (data as Frame)
    if (frame.bankFaults?.loseAnswerShare === 0.2) break
  }
})

test('without OPERATOR_TOKEN there are no actions: 404, and the page is told so', async () => {
  const closed = await openConsole(localSource(shop.dir))
  try {
    const pod = `order ${shop.shop.servers.order.processes[0]!.pid}`
    assert.deepEqual(await codeOf(await closed.act('POST', 'kill', { pod }, bearer)), [404, 'not_found'])
    assert.deepEqual(await codeOf(await closed.act('PUT', 'bank-faults', {}, bearer)), [404, 'not_found'])
    const { value } = await closed.events().next()
    assert.equal((value!.data as History).frame.actions, false)
  } finally {
    await closed.close()
  }
})

test('a token of less than 16 characters is refused at the start', () => {
  assert.throws(() => loadConfig({ OPERATOR_TOKEN: 'short' }), /OPERATOR_TOKEN has 5 characters/)
})
