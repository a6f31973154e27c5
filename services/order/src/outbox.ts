import { parseArgs } from 'node:util'
import { settings } from '@saleday/chassis/settings'
import pg from 'pg'
import { mustBeId, Refusal, runCommand } from './command.ts'
import { type OutboxKind, outboxKinds } from './order.ts'
import { type SetAside, type SetAsideFilter, setAsideStore } from './set-aside-store.ts'

const usage = `node src/outbox.ts list   [--kind KIND] [--order ORDER]
node src/outbox.ts replay [--kind KIND] [--order ORDER]

list shows the work that has failed for so long that it was set aside, the longest first; replay makes it due again.
Without a filter both mean all of it. KIND is one of ${outboxKinds.join(', ')}. Needs DATABASE_URL or DATABASE_URL_FILE.`

const listedAtMost = 1_000
/** Small, so that no row of a large replay is locked for long. */
const replayedAtOnce = 500

await runCommand(async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { kind: { type: 'string' }, order: { type: 'string' } },
  })
  const [action, ...rest] = positionals
  if (rest.length > 0 || (action !== 'list' && action !== 'replay')) throw new Refusal(usage)
  const { kind } = values
  if (kind !== undefined && !isKind(kind))
    throw new Refusal(`--kind is ${kind}; it is one of ${outboxKinds.join(', ')}.`)
  const filter = { kind, orderId: values.order === undefined ? undefined : mustBeId('--order', values.order) }

  const { databaseUrl } = settings(process.env, (from) => ({ databaseUrl: from.secret('DATABASE_URL') }))
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, application_name: 'order-command' })
  try {
    await (action === 'list' ? list : replay)(setAsideStore(pool), filter)
  } finally {
    await pool.end()
  }
})

type Store = ReturnType<typeof setAsideStore>

async function list(store: Store, filter: SetAsideFilter): Promise<void> {
  const rows = await store.list(filter, listedAtMost + 1)
  for (const row of rows.slice(0, listedAtMost)) console.log(lineOf(row))
  if (rows.length > listedAtMost) console.log(`There are more than these ${listedAtMost}; ask for a kind or an order.`)
  else console.log(rows.length === 0 ? 'Nothing is set aside.' : `${rows.length} set aside.`)
}

async function replay(store: Store, filter: SetAsideFilter): Promise<void> {
  let replayed = 0
  for (let count = replayedAtOnce; count === replayedAtOnce; replayed += count)
    count = await store.replay(filter, replayedAtOnce)
  console.log(`${replayed} due again.`)
}

function lineOf({ kind, orderId, attempts, createdAt, setAsideAt, lastError }: SetAside): string {
  const times = `since ${createdAt.toISOString()}, set aside at ${setAsideAt.toISOString()}`
  return `${kind.padEnd(8)}  ${orderId}  ${attempts} attempts ${times}: ${lastError ?? 'no error'}`
}

function isKind(text: string): text is OutboxKind {
  return (outboxKinds as readonly string[]).includes(text)
}
