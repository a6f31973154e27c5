import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { services } from '@saleday/local/parties'
import { UserError } from '@saleday/local/user-error'
import { isClusterAction, needsKind, type PlannedEvent } from './planned-event.ts'
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
  /** A shop in a Kubernetes cluster. */
  cluster: ClusterOptions | undefined
  /** Of the shop on this machine, where it is not the usual one. */
  dataDir: string | undefined
}

export type ClusterOptions = {
  /** Its nodes are containers of this machine. */
  isKind: boolean
  /** Of the kubeconfig; undefined: the current one. */
  context: string | undefined
  /** Where its gateway is; undefined: kind's mapped port. */
  url: string | undefined
  /** The databases, where they are not in the cluster. */
  auditUrlsFile: string | undefined
  /** So many runners in the cluster make the crowd; undefined: it comes from this machine. */
  runners: number | undefined
}

const defaultScenario = 'sale-day'
const defaultKindContext = 'kind-saleday'
const defaultRunners = 3
const mostRunners = 100

export const usage = `npm run sale-day -- [options]
  --on PLACE         local, kind, or cluster; default local
  --scenario NAME    ${Object.keys(shippedScenarios('cluster')).sort().join(', ')}, or the path of a file; default ${defaultScenario}
  --rate N           checkouts each second; default: the scenario's
  --seed N           what the visitors choose and whom a kill hits is drawn from it; default: a new one, printed
  --kill LIST        kills one process of a service at a time of the run: order@10s,payment@15s
  --data DIR         the data of the shop on this machine, as for npm start; default .saleday
  --context NAME     of the kubeconfig; default ${defaultKindContext} on kind, else the current one
  --url URL          with --on cluster: where its gateway is; else a shop that runs elsewhere, which wants --customers
  --audit-urls FILE  with --on cluster: JSON with the URLs of the databases order, product, payment and bank, if they are not in it
  --from PLACE       where the crowd comes from, with --on kind or cluster: here, or inside of it; default here
  --runners N        with --from inside: so many k6 make the crowd; default ${defaultRunners}
  --customers FILE   the customers of that shop, as services/auth/src/seed-customers.ts writes them
  --help             shows this

npm run sale-day -- clean --on kind [--context NAME]
  puts back what a run that was killed has left changed in a cluster

Exit codes: 0 passed; 1 the shop failed; 2 the run is not valid.`

/** What `clean` is told. @throws UserError */
export function readCleanOptions(args: readonly string[]): ClusterOptions {
  const { on = 'kind', context, ...others } = parse(args)
  const stray = Object.keys(others)[0]
  if (stray !== undefined) throw bad(`--${stray} does not go with clean.`)
  if (on !== 'kind' && on !== 'cluster') throw bad(`--on is '${on}', but must be kind or cluster for clean.`)
  const isKind = on === 'kind'
  return {
    isKind,
    context: context ?? (isKind ? defaultKindContext : undefined),
    url: undefined,
    auditUrlsFile: undefined,
    runners: undefined,
  }
}

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
  const cluster = clusterOf(values, folder)
  const elsewhere = cluster === undefined ? elsewhereOf(values.url, values.customers, folder) : undefined
  const file = scenarioFile(values.scenario ?? defaultScenario, folder, cluster === undefined ? 'local' : 'cluster')
  const planned = withRateOf(values.rate, readScenario(file))
  const kills = killsOf(values.kill, planned)
  if (elsewhere !== undefined && (kills.length > 0 || values.data !== undefined)) {
    throw bad('--kill and --data are for the shop of this machine, so they do not go with --url.')
  }
  if (elsewhere !== undefined && planned.expectSoldOut) {
    throw bad(`${planned.name} needs the stock of the shop of this machine, so it does not go with --url.`)
  }
  if (elsewhere === undefined) checkEvents(planned, cluster)
  const seed = integer('seed', values.seed, 0, 2 ** 31) ?? newSeed()
  return {
    // Elsewhere there is nothing that the timetable could act on.
    scenario: { ...planned, events: elsewhere === undefined ? inOrder([...planned.events, ...kills]) : [] },
    scenarioFile: file,
    seed,
    command: commandOf(values, seed),
    elsewhere,
    cluster,
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
        on: text,
        scenario: text,
        rate: text,
        seed: text,
        context: text,
        url: text,
        'audit-urls': text,
        from: text,
        runners: text,
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
  return { url: urlOf(url), customersFile: resolve(folder, customersFile) }
}

function urlOf(url: string): string {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw bad(`--url is '${url}', but must be like http://localhost:8080.`)
  return url.replace(/\/+$/, '')
}

function clusterOf(values: ReturnType<typeof parse>, folder: string): ClusterOptions | undefined {
  const { on = 'local', context, url, customers, data, 'audit-urls': auditUrls } = values
  const runners = runnersOf(values)
  if (!['local', 'kind', 'cluster'].includes(on))
    throw bad(`--on is '${on}', but must be one of: local, kind, cluster.`)
  if (on === 'local') {
    if (context !== undefined || auditUrls !== undefined || runners !== undefined)
      throw bad('--context, --audit-urls and --from inside are for a cluster: they go with --on kind or --on cluster.')
    return undefined
  }
  if (customers !== undefined || data !== undefined)
    throw bad(`--customers and --data do not go with --on ${on}: its customers are made in the cluster.`)
  if (on === 'kind') {
    if (url !== undefined || auditUrls !== undefined)
      throw bad('--url and --audit-urls do not go with --on kind: both are found by themselves there.')
    return { isKind: true, context: context ?? defaultKindContext, url: undefined, auditUrlsFile: undefined, runners }
  }
  if (url === undefined) throw bad('--on cluster wants --url: where the gateway of the cluster is.')
  return {
    isKind: false,
    context,
    url: urlOf(url),
    auditUrlsFile: auditUrls === undefined ? undefined : resolve(folder, auditUrls),
    runners,
  }
}

function runnersOf({ from = 'here', runners }: ReturnType<typeof parse>): number | undefined {
  if (from !== 'here' && from !== 'inside') throw bad(`--from is '${from}', but must be here or inside.`)
  if (from === 'inside') return integer('runners', runners, 1, mostRunners) ?? defaultRunners
  if (runners !== undefined) throw bad('--runners goes with --from inside.')
  return undefined
}

/** What only a cluster can do is refused before anything begins. */
function checkEvents({ name, events }: Scenario, cluster: ClusterOptions | undefined): void {
  const only = events.find((event) => event.kind === 'evict' || isClusterAction(event))
  if (only !== undefined && cluster === undefined)
    throw bad(`This scenario needs a cluster: ${name} has the event ${only.kind}. Run it with --on kind.`)
  const nodes = events.find(needsKind)
  if (nodes !== undefined && cluster?.isKind === false)
    throw bad(
      `This scenario needs --on kind: ${name} has the event ${nodes.kind}, and the machines of a cluster are not ours to stop.`,
    )
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
