import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { services } from '@saleday/local/parties'
import { UserError } from '@saleday/local/user-error'
import type { PlannedEvent } from './planned-event.ts'
import { readScenario } from './read-scenario.ts'
import { lengthSeconds, type Scenario, withRate } from './scenario.ts'
import { scenarioFile, shippedScenarios } from './scenarios.ts'

export type Options = {
  /** As its file has it, with the rate and the kills of the command line. */
  scenario: Scenario
  scenarioFile: string
  seed: number
  /** What repeats the run. */
  command: string
  /** A shop that runs elsewhere, and the file of its customers; otherwise the shop on this machine. */
  elsewhere: { url: string; customersFile: string } | undefined
  /** Of the shop on this machine, where it is not the usual one. */
  dataDir: string | undefined
}

const defaultScenario = 'sale-day'

export const usage = `npm run sale-day -- [options]
  --scenario NAME    ${Object.keys(shippedScenarios()).join(', ')}, or the path of a file; default ${defaultScenario}
  --rate N           checkouts each second; default: the scenario's
  --seed N           what the visitors choose and whom a kill hits is drawn from it; default: a new one, printed
  --kill LIST        kills one process of a service at a time of the run: order@10s,payment@15s
  --data DIR         the data of the shop on this machine, as for npm start; default .saleday
  --url URL          a shop that runs elsewhere; wants --customers
  --customers FILE   the customers of that shop, as services/auth/src/seed-customers.ts writes them
  --help             shows this

Exit codes: 0 passed; 1 the shop failed; 2 the run is not valid.`

/**
 * Reads the command line; files in it are relative to `folder`.
 * @returns undefined when help is asked for
 * @throws UserError that names the option and what it may be
 */
export function readOptions(
  args: readonly string[],
  newSeed: () => number,
  folder = process.cwd(),
): Options | undefined {
  const values = parse(args)
  if (values.help === true) return undefined
  const elsewhere = elsewhereOf(values.url, values.customers, folder)
  const file = scenarioFile(values.scenario ?? defaultScenario, folder)
  const planned = withRateOf(values.rate, readScenario(file))
  const kills = killsOf(values.kill, planned)
  if (elsewhere !== undefined && (kills.length > 0 || values.data !== undefined)) {
    throw bad('--kill and --data are for the shop of this machine, so they do not go with --url.')
  }
  if (elsewhere !== undefined && planned.expectSoldOut) {
    throw bad(`${planned.name} needs the stock of the shop of this machine, so it does not go with --url.`)
  }
  const seed = integer('seed', values.seed, 0, 2 ** 31) ?? newSeed()
  return {
    // Elsewhere there is nothing that the timetable could act on.
    scenario: { ...planned, events: elsewhere === undefined ? inOrder([...planned.events, ...kills]) : [] },
    scenarioFile: file,
    seed,
    command: commandOf(values, seed),
    elsewhere,
    dataDir: values.data === undefined ? undefined : resolve(folder, values.data),
  }
}

const inOrder = (events: PlannedEvent[]): PlannedEvent[] => events.sort((a, b) => a.atMs - b.atMs)

function commandOf(values: ReturnType<typeof parse>, seed: number): string {
  const given = Object.entries({ scenario: defaultScenario, ...values, seed: String(seed) }).flatMap(([name, value]) =>
    [value ?? []].flat().map((one) => `--${name} ${String(one)}`),
  )
  return `npm run sale-day -- ${given.join(' ')}`
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      options: {
        scenario: text,
        rate: text,
        seed: text,
        url: text,
        customers: text,
        data: text,
        kill: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (error) {
    throw bad(`${(error as Error).message.split('. ')[0]}.`)
  }
}

function withRateOf(text: string | undefined, scenario: Scenario): Scenario {
  if (text === undefined) return scenario
  const rate = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || rate < 0.1 || rate > 1000)
    throw bad(`--rate is '${text}', but must be a number from 0.1 to 1000.`)
  return withRate(scenario, rate)
}

function elsewhereOf(url: string | undefined, customersFile: string | undefined, folder: string): Options['elsewhere'] {
  if (url === undefined && customersFile === undefined) return undefined
  if (url === undefined || customersFile === undefined)
    throw bad('--url and --customers go together: tokens are made for one shop.')
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw bad(`--url is '${url}', but must be like http://localhost:8080.`)
  return { url: url.replace(/\/+$/, ''), customersFile: resolve(folder, customersFile) }
}

function killsOf(lists: readonly string[] | undefined, scenario: Scenario): PlannedEvent[] {
  const words = (lists ?? []).flatMap((list) => list.split(',')).map((word) => word.trim())
  return words.map((word) => killOf(word, scenario))
}

function killOf(word: string, scenario: Scenario): PlannedEvent {
  const [, name, seconds] = /^([a-z]+)@(\d+(?:\.\d+)?)s$/.exec(word) ?? []
  const service = services.find((each) => each === name)
  if (service === undefined)
    throw bad(`--kill has '${word}', but must be like order@10s, with one of: ${services.join(', ')}.`)
  const atMs = Math.round(Number(seconds) * 1000)
  const lastSeconds = lengthSeconds(scenario)
  if (atMs >= lastSeconds * 1000)
    throw bad(`--kill has '${word}', but ${scenario.name} is over after ${lastSeconds} s.`)
  return { atMs, kind: 'kill', service, which: 'in-flight' }
}

function integer(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw bad(`--${name} is '${text}', but must be a whole number from ${least} to ${most}.`)
  }
  return value
}

const bad = (message: string): UserError => new UserError(message, usage)
