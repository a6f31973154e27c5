import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writes } from '@saleday/postgres/writes'
import { argumentsAt } from './read-arguments.ts'

export const struckServices = ['order', 'product', 'payment', 'cart'] as const
export type StruckService = (typeof struckServices)[number]

/** A side effect of a service, by the name of its failpoint. */
export type Failpoint = { service: StruckService; name: string }
/** `problems`: side effects that have no failpoint, as far as one can see. */
export type Listed = { failpoints: Failpoint[]; problems: string[] }

type Source = { file: string; text: string }

/** Processes of their own beside the service: Jobs, done before the shop opens, and commands of operators, who repeat what failed. */
const beside = [
  'services/product/src/seed-catalogue.ts',
  'services/order/src/operate.ts',
  'services/order/src/outbox.ts',
  'services/payment/src/reconcile.ts',
]

/**
 * What no checkout comes to: the comparison with the bank, whose own tests kill and repeat it (services/payment/test/reconcile*.test.ts),
 * and work that has failed for an hour (services/order/test/set-aside*.test.ts). Each needs a name like all others.
 */
const apart = {
  files: [
    'services/payment/src/reconciliation-store.ts',
    'services/payment/src/repair-difference.ts',
    'services/order/src/set-aside-store.ts',
  ],
  names: ['call.bank.bankLedger', 'call.bank.bankAuthorisations', 'db.set_aside_outbox'],
}

const repository = join(import.meta.dirname, '../../..')

/** Reads the failpoints out of the services' sources: what writes, commits, calls, or speaks to Valkey. */
export async function listFailpoints(service: StruckService, sources = sourcesOf(service)): Promise<Listed> {
  const names = new Set<string>()
  const problems: string[] = []
  for (const source of sources) {
    if (beside.includes(source.file)) continue
    for (const each of [
      ...statementsIn(source),
      ...transactionsIn(source),
      ...(await callsIn(source)),
      ...commandsIn(source),
    ]) {
      if ('name' in each) {
        if (!apart.files.includes(source.file) && !apart.names.includes(each.name)) names.add(each.name)
      } else problems.push(`${source.file}: ${each.problem}`)
    }
    for (const [pattern, why] of bypasses) {
      const found = pattern.exec(source.text)
      if (found) problems.push(`${source.file}: ${found[0].trim()} ${why}`)
    }
  }
  return { failpoints: [...names].sort().map((name) => ({ service, name })), problems }
}

export function sourcesOf(service: StruckService): Source[] {
  const folder = `services/${service}/src`
  return readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file}`)
    .map((file) => ({ file, text: readFileSync(join(repository, file), 'utf8') }))
}

type Found = { name: string } | { problem: string }

/** `db.query({ name, text })`, `query('name', 'text')` of a store, or a text alone, which may only read. */
function statementsIn({ text }: Source): Found[] {
  return [...text.matchAll(/\bquery(?:<[^(]*>)?\(/g)].flatMap(({ 0: opening, index }) => {
    const given = argumentsAt(text, index + opening.length - 1)
    const sql = given.replace(/\b\w+(?:Sql|Text)\b/g, (constant) => constantIn(text, constant))
    if (!writes(sql)) return []
    const name = /^\s*\{?\s*name:\s*'([^']+)'/.exec(given)?.[1] ?? /^\s*'([\w-]+)',\s*[`']/.exec(given)?.[1]
    return [
      name === undefined ? { problem: `a statement that writes has no name: ${brief(sql)}` } : { name: `db.${name}` },
    ]
  })
}

function transactionsIn({ text }: Source): Found[] {
  return [...text.matchAll(/\binTransaction\(/g)].map(({ 0: opening, index }) => {
    const given = argumentsAt(text, index + opening.length - 1)
    const name = /^[^,]+,\s*'([\w-]+)'/.exec(given)?.[1]
    return name === undefined ? { problem: `a transaction has no name: ${brief(given)}` } : { name: `tx.${name}` }
  })
}

/** `client.call(route, …)`, whose route is imported from the contract of the service that is called. */
async function callsIn({ text }: Source): Promise<Found[]> {
  const routes = new Map<string, string>()
  for (const [, names, to] of text.matchAll(/import \{([^}]+)\} from '@saleday\/contracts\/(\w+)'/g))
    for (const name of names!.split(',')) routes.set(name.trim(), to!)
  const found: Found[] = []
  for (const [, route] of text.matchAll(/\.call\(\s*(\w+)/g)) {
    const to = routes.get(route!)
    if (to === undefined) found.push({ problem: `whom does .call(${route}) call? Import the route from its contract` })
    else {
      const contract = (await import(`@saleday/contracts/${to}`)) as Record<string, { operation: string }>
      found.push({ name: `call.${to}.${contract[route!]!.operation}` })
    }
  }
  return found
}

const commandsThatRead = new Set(['get', 'getBuffer', 'hgetall', 'ping', 'disconnect', 'quit'])

/** Commands of Valkey, and functions on it. */
function commandsIn({ text }: Source): Found[] {
  const commands = [...text.matchAll(/\b(?:valkey|redis|cache)\.(\w+)\(/g)]
    .map(([, command]) => command!)
    .filter((command) => text.includes("from 'ioredis'") && !commandsThatRead.has(command) && command !== 'call')
  const functions = [...text.matchAll(/redis\.register_function\('PREFIX_(\w+)'/g)].map(([, name]) => name!)
  return [...commands, ...functions].map((name) => ({ name: `valkey.${name}` }))
}

const bypasses: readonly (readonly [RegExp, string])[] = [
  [/\bfetch\(/, 'calls past the service client, which has the failpoints'],
  [
    /^import (?!type)[^\n]*from '(?:undici|node:https?|node:net)'/m,
    'calls past the service client, which has the failpoints',
  ],
  [/^import (?!type)[^\n]*from 'pg'/m, 'asks PostgreSQL past createPool, which has the failpoints'],
  [/^import (?!type)[^\n]*from 'ioredis'/m, 'asks Valkey past createValkey, which has the failpoints'],
  [/\barmFailpoints\b/, 'arms failpoints, which only a test may'],
]

/** The text of `const name = `…``. */
const constantIn = (text: string, name: string): string =>
  new RegExp(`const ${name} = \`([^\`]*)\``).exec(text)?.[1] ?? name

const brief = (sql: string): string => sql.replace(/\s+/g, ' ').trim().slice(0, 100)
