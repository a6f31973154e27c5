import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { watchPods } from '../src/watch-pods.ts'
import { assertNothingFailed, says } from './assert-load.ts'
import { restart, rolledOut } from './deployments.ts'
import { startLoad } from './load.ts'
import { assertNoRestarts, nameOf, podsOf, troubleOf } from './pods.ts'
import { promise } from './promise.ts'
import { podSelector, services } from './services.ts'
import { context, namespace } from './target.ts'

/** What two cores carry beside a cluster while pods start. */
const perSecond = 30
const leastRequests = 10_000

promise(
  'rolling restart of every service, 30 requests/s from clients that do not retry: not one of 10,000 fails',
  { about: services, seconds: 420 },
  async ({ undo, say }) => {
    const before = new Set((await podsOf()).map(nameOf))
    const exitCodes = new Map<string, number | undefined>()
    const watch = watchPods({ context, namespace, selector: podSelector() }, ({ object }) => {
      const { exitCode } = troubleOf(object)
      if (object.metadata.deletionTimestamp && exitCode !== undefined) exitCodes.set(nameOf(object), exitCode)
    })
    undo('watch pods', async () => watch.stop())
    const load = await startLoad({ undo }, { perSecond })

    // One after the other, each with its share of the requests: a machine with two cores starts pods at the cost of the shop.
    const share = leastRequests / services.length
    for (const [at, service] of services.entries()) {
      await restart(service)
      await rolledOut(service)
      while (load.requests() < (at + 1) * share) await sleep(100)
    }
    const result = await load.end()
    say(`restarts of ${services.length} services; ${says(result)}`)
    assert.ok(result.requests >= leastRequests)
    assertNothingFailed(result)
    const after = await podsOf()
    assert.deepEqual(
      after.map(nameOf).filter((name) => before.has(name)),
      [],
      'every pod is a new one',
    )
    assertNoRestarts(after)
    const cut = [...exitCodes].filter(([, code]) => code !== 0)
    assert.deepEqual(cut, [], 'every old pod ended its drain by itself, with exit code 0')
    assert.ok(exitCodes.size >= services.length, 'the ends of old pods were seen')
  },
)
