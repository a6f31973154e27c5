import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { periodicWorker } from './worker.ts'

const log = pino({ level: 'silent' })
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('a periodic worker', () => {
  test('runs again and again, and at once after a kick, without overlapping itself', async () => {
    let running = 0
    let most = 0
    let rounds = 0
    const worker = periodicWorker({
      name: 'w',
      everyMs: 20,
      log,
      run: async () => {
        most = Math.max(most, ++running)
        rounds++
        await sleep(5)
        running--
      },
    })
    worker.start()
    for (let n = 0; n < 20; n++, await sleep(5)) worker.kick()
    await worker.stop()
    assert.equal(most, 1)
    assert.ok(rounds >= 8, `${rounds}`)
    const before = rounds
    worker.kick()
    await sleep(60)
    assert.equal(rounds, before, 'nothing runs after stop')
  })

  test('goes on after a round that throws, and counts it', async () => {
    const metrics = new Registry()
    let rounds = 0
    const worker = periodicWorker({
      name: 'w',
      everyMs: 5,
      log,
      metrics,
      run: async () => {
        if (++rounds < 3) throw new Error('once')
      },
    })
    worker.start()
    await sleep(100)
    await worker.stop()
    assert.ok(rounds > 3)
    assert.match(await metrics.metrics(), /saleday_worker_failures_total\{worker="w"\} 2/)
  })

  test('goes on at once while there is more, and stop waits for the round under way', async () => {
    let rounds = 0
    let finished = false
    const worker = periodicWorker({
      name: 'w',
      everyMs: 10,
      log,
      run: async () => {
        if (++rounds <= 50) return true
        await sleep(50)
        finished = true
      },
    })
    worker.start()
    await sleep(40)
    assert.equal(rounds, 51)
    await worker.stop()
    assert.ok(finished)
  })
})
