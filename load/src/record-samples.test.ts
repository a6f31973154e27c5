import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Sample } from './record-sample.ts'
import { newRecorder } from './record-samples.ts'
import type { Replica } from './replicas.ts'

let server: Server
let adminUrl: string
let requests = 1000
const runDir = mkdtempSync(join(tmpdir(), 'saleday-recorder-'))

before(async () => {
  server = createServer((_, response) => {
    requests += 50
    response.end(`http_requests_total{route="/",status="200"} ${requests}\nhttp_requests_in_flight 3\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  adminUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => {
  server.close()
  server.closeAllConnections()
  rmSync(runDir, { recursive: true })
})

test('the recorder writes a line a second with what processes and crowd did, and says what it cost', async () => {
  const says: string[] = []
  const replica = (id: string, url: string): Replica => ({
    service: 'order',
    id,
    life: id,
    ready: url === adminUrl,
    adminUrl: url,
  })
  const recorder = newRecorder({
    replicas: {
      // One process is there, and one has just been killed: nobody listens at its port.
      list: async (service) =>
        service === 'order' ? [replica('process 1', adminUrl), replica('process 2', 'http://127.0.0.1:1')] : [],
      wanted: () => 2,
    },
    services: ['order', 'payment'],
    runDir,
    say: (line) => says.push(line),
  })
  recorder.start()
  recorder.take({ j: 'start', at: Date.now(), runId: 'run' })
  recorder.take({ j: 'intent', at: Date.now(), key: 'a', customerId: 'c', lines: [], totalCents: 1, card: 'good' })
  recorder.take({ j: 'first-error', at: Date.now(), kind: 'list', status: 503 })
  await delay(1_500)
  recorder.take({ j: 'outcome', at: Date.now(), key: 'a', outcome: 'confirmed', orderId: 'o', attempts: 1, ms: 9 })
  await delay(1_000)
  await Promise.all([recorder.stop(), recorder.stop()])

  const samples = readFileSync(join(runDir, 'samples.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Sample)
  assert.equal(samples.length, 3)
  const last = samples.at(-1)!
  assert.deepEqual(recorder.latest(), last)
  assert.deepEqual([last.services.order?.wanted, last.services.order?.ready], [2, 1])
  assert.ok(Math.abs(last.services.order!.requestsPerSecond! - 50) < 5, 'its first 1000 requests were before the day')
  assert.deepEqual(last.services.order?.processes[1], { id: 'process 2', requestsPerSecond: null, inFlight: null })
  assert.equal(last.services.payment?.requestsPerSecond, null)
  assert.equal(last.shop.requestsPerSecond, last.services.order?.requestsPerSecond)
  assert.deepEqual([last.crowd.arrivals, last.crowd.underWay, last.crowd.firstAttemptErrors], [1, 0, 1])
  assert.equal(last.crowd.checkouts.confirmed, 1)
  assert.ok(last.elapsedMs > 1_500 && last.elapsedMs < 3_000)
  assert.match(says.join(), /The harness without k6 took [\d.]+ % of one core, [\d.]+ % at most\./)
})
