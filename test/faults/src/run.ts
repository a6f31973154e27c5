import { parseArgs } from 'node:util'
import { seededRandom } from '@saleday/load/seeded-random'
import { type Failpoint, listFailpoints, struckServices } from './list-failpoints.ts'
import { ambient, makeWalks, nameOf, quickPart, type Recording, strikesOf, type Walk, walkText } from './make-walks.ts'
import { openShop } from './open-shop.ts'
import { printMatrix } from './print-matrix.ts'
import { makeReferee, placeText, type Strike } from './referee.ts'
import { type Scenario, scenarios } from './scenarios.ts'
import { BooksBroken, NotReached, type Parts, walk } from './walk.ts'

const usage = `npm run test:faults -- [options]
Strikes every failpoint of order, product, payment and cart before and after its effect, by SIGKILL and by a lost answer,
at a first attempt and at a recovery, and audits the six books after each.
  --quick        every failpoint, but not in all ways: for CI
  --only TEXT    only walks whose description has this in it
  --seed N       the order of the walks; default 1
  --help         shows this
Exit codes: 0 the books balance after every walk; 1 they do not, or a failpoint was not reached; 2 it could not run.`

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
})

async function main(): Promise<number> {
  if (values.help) {
    console.log(usage)
    return 0
  }
  const failpoints = await listed()
  const runId = `faults-${Date.now().toString(36)}`
  const referee = makeReferee()
  const parts: Parts = { runId, referee, shop: await openShop(runId, referee) }
  let failures = 0
  const fail = (what: string, error: unknown) => {
    failures++
    console.error(`FAILED ${what} (seed ${values.seed})\n${(error as Error).message}`)
  }
  try {
    const recording = await record(parts)
    const all = makeWalks(failpoints, recording)
    const wanted = (values.quick ? quickPart(all) : all).filter((each) => walkText(each).includes(values.only))
    const isWhole = wanted.length === all.length
    console.log(`${failpoints.length} side effects; ${wanted.length} of ${all.length} walks, seed ${values.seed}`)
    if (isWhole) referee.ambient.push(...ambientStrikes(failpoints))
    const walked = await walkAll(parts, shuffled(wanted), fail)
    if (isWhole && failures === 0) await finishAmbient(parts)
    const kills = parts.shop.processes.kills()
    console.log(printMatrix(walked))
    console.log(`${walked.length} of ${all.length} walks passed, ${failures} failed; ${kills} processes were killed`)
  } catch (error) {
    fail('outside of a walk', error)
  } finally {
    if (failures > 0) console.error(`The log of the processes and the journal are in ${parts.shop.folder}`)
    await parts.shop.close({ keep: failures > 0 })
  }
  return failures === 0 ? 0 : 1
}

/** Walks until the books are broken, and over anything else that fails. Gives the walks that passed. */
async function walkAll(parts: Parts, walks: readonly Walk[], fail: (what: string, error: unknown) => void) {
  const walked: Walk[] = []
  for (const [at, each] of walks.entries()) {
    const beganMs = performance.now()
    try {
      await reach(() => walk(parts, each.scenario, strikesOf(each)))
    } catch (error) {
      fail(walkText(each), error)
      if (error instanceof BooksBroken) break
      continue
    }
    walked.push(each)
    const seconds = ((performance.now() - beganMs) / 1000).toFixed(1)
    console.log(`${at + 1}/${walks.length} ${walkText(each)}: ${seconds} s`)
  }
  return walked
}

/** A second arrival may take a race between two rows of the outbox: it is waited for a few times. */
async function reach(attempt: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof NotReached) || tries === 5) throw error
      console.log(`${error.message}; once more`)
    }
  }
}

async function listed(): Promise<Failpoint[]> {
  const lists = await Promise.all(struckServices.map((service) => listFailpoints(service)))
  const problems = lists.flatMap((list) => list.problems)
  if (problems.length > 0) throw new Error(`side effects without a failpoint:\n${problems.join('\n')}`)
  return lists.flatMap((list) => list.failpoints)
}

/** Every scenario as it is, to see which failpoints it always comes to: a slow machine takes some steps once more. */
async function record(parts: Parts): Promise<Recording> {
  const recording: Recording = []
  for (const scenario of scenarios) {
    const seen = [await arrivalsOf(parts, scenario), await arrivalsOf(parts, scenario)]
    recording.push({ scenario, arrivals: (place) => Math.min(...seen.map((once) => once.get(placeText(place)) ?? 0)) })
  }
  return recording
}

async function arrivalsOf(parts: Parts, scenario: Scenario): Promise<ReadonlyMap<string, number>> {
  await walk(parts, scenario, scenario.first ?? []).catch((error: Error) => {
    throw new Error(`the scenario '${scenario.name}', struck by nothing: ${error.message}`)
  })
  return new Map(parts.referee.seen)
}

/** The order by the seed, so that neighbours differ. */
function shuffled(walks: readonly Walk[]): Walk[] {
  const random = seededRandom(Number(values.seed))
  return walks
    .map((each) => ({ each, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ each }) => each)
}

function ambientStrikes(failpoints: readonly Failpoint[]): Strike[][] {
  return failpoints
    .filter((failpoint) => ambient.includes(nameOf(failpoint)))
    .map((failpoint) =>
      (['before', 'after'] as const).flatMap((side) =>
        (['kill', 'lose'] as const).flatMap((action): Strike[] => [
          { ...failpoint, side, action },
          { ...failpoint, side: 'before', action: 'kill' },
          { ...failpoint, side, action },
        ]),
      ),
    )
}

/** Goes on buying until what comes once a minute has come often enough. */
async function finishAmbient(parts: Parts): Promise<void> {
  const end = performance.now() + 900_000
  const left = () => parts.referee.ambient.flat()
  while (left().length > 0) {
    if (performance.now() > end) throw new Error(`nobody came to ${left().map(placeText).join(', ')} in 15 minutes`)
    await walk(parts, scenarios.find(({ name }) => name === 'bought')!, [])
    await new Promise((resolve) => setTimeout(resolve, 2_000))
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
