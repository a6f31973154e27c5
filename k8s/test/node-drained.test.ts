import assert from 'node:assert/strict'
import { assertNothingFailed, says } from './assert-load.ts'
import { spread, untilWhole } from './deployments.ts'
import { startLoad } from './load.ts'
import { drain, uncordon, workerThatMayGo } from './nodes.ts'
import { podsOf } from './pods.ts'
import { promise } from './promise.ts'
import { services } from './services.ts'

promise(
  'a node drained under 10 requests/s from clients that do not retry: no request fails, and no pod is left on it',
  { about: services, seconds: 200 },
  async ({ undo, say }) => {
    const node = await workerThatMayGo()
    // Five pods leave and five come at once: two cores that carry three nodes have little left for anybody else then.
    const load = await startLoad({ undo }, { perSecond: 10 })
    undo('spread', spread)
    undo('cordon', () => uncordon(node))
    await drain(node)
    // Gone, but not yet at its end: the last pods of it drain while what replaces them sells.
    await untilDrained(node)
    const result = await load.end()
    say(`${node} drained; ${says(result)}`)
    assertNothingFailed(result)
    await uncordon(node)
    await spread()
    await untilWhole()
  },
)

async function untilDrained(node: string): Promise<void> {
  const left = (await podsOf()).filter(({ spec }) => spec.nodeName === node)
  assert.deepEqual(
    left.map(({ metadata }) => metadata.name),
    [],
  )
}
