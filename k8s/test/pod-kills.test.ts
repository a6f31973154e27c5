import assert from 'node:assert/strict'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { killWithoutNotice } from './containers.ts'
import { auditBooks, type CrowdRun, sendCrowd } from './crowd.ts'
import { plentifulGoods } from './goods.ts'
import { nameOf, readyPodsOf } from './pods.ts'
import { promise } from './promise.ts'
import { services } from './services.ts'
import { kubectl } from './target.ts'

const everyMs = 10_000
/**
 * Order and payment twice: what they leave undone is what somebody else must finish. Not the same pod twice: the first
 * time a container starts again at once, the second time after a pause.
 */
const victims = ['order', 'payment', 'product', 'cart', 'auth', 'order', 'payment'] as const

promise(
  'SIGKILL of a pod every 10 s, over all services, at 12 checkouts/s: no failed checkout, and the books balance',
  { about: [...services, 'bank'], seconds: 240 },
  async ({ undo, say }) => {
    await plentifulGoods()
    const killed: string[] = []
    const begunMs: number[] = []
    // Restarts are counted by other tests.
    undo('killed pods', async () => killed.length > 0 && kubectl(['delete', 'pod', ...killed, '--wait=false']))
    const crowd = await sendCrowd(join(import.meta.dirname, 'crowd.yaml'), async (isOver) => {
      for (const service of victims) {
        // The timetable is the promise here: every 10 s, whatever the shop is doing.
        await sleep(Math.max(0, everyMs - (performance.now() - (begunMs.at(-1) ?? performance.now()))))
        if (isOver()) return
        begunMs.push(performance.now())
        killed.push(await killOne(service, killed))
      }
    })
    undo('files of the crowd', crowd.remove)
    say(`killed: ${killed.join(', ')}`)
    assertEveryCheckoutDecided(crowd)
    say(pagesThatFailed(crowd))
    const books = await auditBooks(crowd.journal)
    assert.ok(books.balanced, books.output)
    say(books.output.trim())
  },
)

async function killOne(service: string, spared: readonly string[]): Promise<string> {
  const pods = (await readyPodsOf(service)).filter((pod) => !spared.includes(nameOf(pod)))
  const pod = pods[Math.floor(Math.random() * pods.length)]
  assert.ok(pod, `${service} has a ready pod to kill`)
  await killWithoutNotice(pod)
  return nameOf(pod)
}

/** Definite answers only, from a crowd that was as large as planned. 2 as exit code: the run says nothing about the shop. */
function assertEveryCheckoutDecided({ exitCode, summary, output }: CrowdRun): void {
  assert.ok(summary && exitCode !== 2, output)
  const { byOutcome, cutOff, intents } = summary.checkouts
  const { shed, failed, unknown } = byOutcome
  assert.deepEqual({ shed, failed, unknown, cutOff }, { shed: 0, failed: 0, unknown: 0, cutOff: 0 }, output)
  assert.ok(summary.plateau.checkoutsPerSecond >= 10, output)
  assert.ok(byOutcome.confirmed > intents * 0.8, output)
}

/** A page that is asked for three times within a second may meet the dead pod each time: told, and not promised. */
function pagesThatFailed({ summary }: CrowdRun): string {
  const { intents, byOutcome } = summary!.checkouts
  const pages = summary!.kinds.filter(({ kind }) => kind !== 'checkout')
  const failed = pages.filter(({ failures }) => failures > 0).map(({ kind, failures }) => `${failures} ${kind}`)
  const first = summary!.kinds.reduce((sum, { firstAttemptErrors }) => sum + firstAttemptErrors, 0)
  return (
    `${intents} checkouts, ${byOutcome.confirmed} confirmed, none failed; first attempts that failed: ${first}; ` +
    `pages that failed: ${failed.join(', ') || 'none'}`
  )
}
