import assert from 'node:assert/strict'
import { assertNothingLost, list, says } from './assert-load.ts'
import { spread, untilWhole } from './deployments.ts'
import { eventually } from './eventually.ts'
import { startLoad } from './load.ts'
import { startNode, stopNode, untilNode, workerThatMayGo } from './nodes.ts'
import { readyPodsOf, serviceOf } from './pods.ts'
import { promise } from './promise.ts'
import { services } from './services.ts'

/** What the cluster takes to call a node lost (40 to 50 s), the services' tolerance (10 s), and new pods. */
const replacedWithinSeconds = 90
/**
 * Until the cluster calls the node lost, the gateway goes on sending every other request to pods that never answer, and
 * a client can only give up waiting. So a page may fail in that time, and a few checkouts; most must not.
 */
const mostShareFailed = 0.25

promise(
  'a node stopped: the shop goes on selling, its pods are replaced elsewhere, then nothing fails, and all is ready after its return',
  { about: services, seconds: 300 },
  async ({ undo, say }) => {
    const node = await workerThatMayGo()
    const load = await startLoad({ undo }, { perSecond: 10, retries: true })
    undo('spread', spread)
    undo('node', () => startNode(node))
    await stopNode(node)
    const stoppedMs = performance.now()
    const seconds = () => Math.round((performance.now() - stoppedMs) / 1000)
    await untilNode(node, false)
    say(`not ready after ${seconds()} s`)
    await eventually('two ready pods of each service elsewhere', replacedWithinSeconds - seconds(), async () => {
      const pods = (await readyPodsOf()).filter(({ spec }) => spec.nodeName !== node)
      return services.every((service) => pods.filter((pod) => serviceOf(pod) === service).length >= 2)
    })
    const replaced = new Date().toISOString()
    say(`every pod replaced after ${seconds()} s`)
    const sentUntilThen = load.requests()
    await eventually('ten seconds of load without the node', 30, () => load.requests() >= sentUntilThen + 100)
    const result = await load.end()
    const checkouts = result.failures.filter(({ kind }) => kind === 'checkout').length
    say(`${says(result)}; ${checkouts} of the failed were checkouts`)

    const late = result.failures.filter(({ at }) => at > replaced)
    assert.equal(late.length, 0, `failed although every pod was replaced:\n${list(late)}`)
    assert.ok(result.failures.length < mostShareFailed * result.requests, `${says(result)}\n${list(result.failures)}`)
    assert.ok(checkouts < mostShareFailed * result.checkouts, `${says(result)}\n${list(result.failures)}`)
    assertNothingLost(result.lost)

    await startNode(node)
    await spread()
    await untilWhole()
    say(`all ready again after ${seconds()} s`)
  },
)
