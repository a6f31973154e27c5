import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { CrowdCustomer } from '../src/crowd-plan.ts'
import { findK6 } from '../src/find-k6.ts'
import type { Interruption } from '../src/interruption.ts'
import { type JournalLine, readJournalLine } from '../src/journal.ts'
import { noReplicas } from '../src/local-replicas.ts'
import type { Options } from '../src/options.ts'
import { runIdOf, runScenario } from '../src/run-scenario.ts'
import type { Scenario } from '../src/scenario.ts'
import { scenariosDir, shippedScenario } from '../src/scenarios.ts'
import type { Result } from '../src/settle.ts'
import type { ShopUnderLoad } from '../src/with-shop.ts'
import { type Call, fakeShop, type Mood } from './fake-shop.ts'

export const k6 = await findK6().catch(() => undefined)
export const withK6 = { skip: k6 === undefined ? 'there is no k6 on this machine' : false }

export const repository = resolve(import.meta.dirname, '../..')

export const short: Scenario = {
  ...shippedScenario('smoke'),
  checkoutsPerSecond: 10,
  leastCheckoutsPerSecond: 5,
  journeys: { checkout: 1, browse: 0.5, search: 0.5, cart: 0.5, history: 0.5, doorbuster: 0.2 },
  phases: [
    { name: 'warm-up', seconds: 1, share: 1 },
    { name: 'plateau', seconds: 2, share: 1 },
  ],
  thinkMs: { least: 10, most: 40 },
  declinedShare: 0.2,
}

export const optionsFor = (scenario: Scenario): Options => ({
  scenario,
  scenarioFile: join(scenariosDir, 'smoke.yaml'),
  seed: 7,
  command: 'npm run sale-day',
  elsewhere: undefined,
  cluster: undefined,
  dataDir: undefined,
})

export const never: Interruption = { times: () => 0, onAsked: () => () => undefined }

export type CrowdResult = { result: Result; orders: number; calls: Call[]; said: string[]; journal: JournalLine[] }

/** A crowd of real k6 on a fake shop, through the driver. */
export async function crowdOn(
  mood?: Mood,
  parts: {
    scenario?: Scenario
    doorbusters?: number
    shop?: Partial<ShopUnderLoad>
    interruption?: Interruption
  } = {},
): Promise<CrowdResult & { tokensLeft: boolean }> {
  const shop = await fakeShop(mood, parts.doorbusters)
  const said: string[] = []
  const say = (line: string): void => void said.push(line)
  const runsDir = mkdtempSync(join(tmpdir(), 'saleday-crowd-'))
  try {
    const result = await runScenario({
      options: optionsFor(parts.scenario ?? short),
      shop: {
        baseUrl: shop.url,
        runsDir,
        customers,
        replicas: noReplicas,
        bank: { set: async () => undefined },
        stock: shop.stock,
        ...parts.shop,
      },
      runId: runIdOf(new Date(), 1),
      k6: k6!,
      interruption: parts.interruption ?? never,
      repository,
      out: { write: (text) => say(text.trimEnd()), on: () => undefined, off: () => undefined },
      isTty: false,
      say,
    })
    const tokensLeft = existsSync(join(result.runDir, 'customers.json'))
    const journal = readJournal(join(result.runDir, 'journal.jsonl'))
    return { result, orders: shop.orders.size, calls: shop.orderCalls, said, journal, tokensLeft }
  } finally {
    await shop.close()
    rmSync(runsDir, { recursive: true })
  }
}

export async function customers(count: number): Promise<CrowdCustomer[]> {
  return Array.from({ length: count }, (_, n) => ({ id: crypto.randomUUID(), accessToken: `token-${n}` }))
}

/** As auth's seeding writes it. */
export function writeCustomers(file: string, count: number): void {
  const lines = Array.from({ length: count }, (_, n) =>
    JSON.stringify({ customerId: `c${n}`, accessToken: `token-${n}` }),
  )
  writeFileSync(file, `${lines.join('\n')}\n`)
}

export const readJournal = (file: string): JournalLine[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => readJournalLine(line) ?? [])

export const linesOf = <K extends JournalLine['j']>(journal: JournalLine[], kind: K) =>
  journal.filter((line): line is Extract<JournalLine, { j: K }> => line.j === kind)
