import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { auditUrls } from '@saleday/local/audit-urls'
import { explain, UserError } from '@saleday/local/user-error'
import { type AuditOptions, audit } from './audit.ts'
import { printBooks } from './print-books.ts'
import { type AuditUrls, audited } from './snapshot.ts'

const usage = `node load/audit/main.ts [options]
  --data DIR          the data of the shop on this machine, which must be open; default .saleday
  --journal FILE      journal.jsonl of a run: checks what its crowd was told, too
  --wait SECONDS      how long the shop may take to come to rest; default 60
  --order URL --product URL --payment URL --bank URL
                      databases that are elsewhere, as a role that may read them
  --json              prints the result as JSON
  --help              shows this

Exit codes: 0 the books balance; 1 they do not; 2 they could not be read.`

/** `node load/audit/main.ts`: checks the six books, prints them, and ends with whether they balance. */
async function main(): Promise<number> {
  const { help, json, ...options } = readOptions(process.argv.slice(2))
  if (help) {
    console.log(usage)
    return 0
  }
  const result = await audit({ ...options, say: (line) => console.error(line) })
  console.log(json ? JSON.stringify(result) : printBooks(result))
  return result.balanced ? 0 : 1
}

function readOptions(args: string[]): AuditOptions & { help: boolean; json: boolean } {
  const values = parse(args)
  const folder = process.env.INIT_CWD ?? process.cwd()
  const wait = values.wait ?? '60'
  if (!/^\d+$/.test(wait)) throw new UserError(`--wait is '${wait}', but must be a number of seconds.`, usage)
  return {
    help: values.help === true,
    json: values.json === true,
    urls: values.help === true ? ({} as AuditUrls) : urlsOf(values, resolve(folder, values.data ?? '.saleday')),
    waitForRestMs: Number(wait) * 1_000,
    ...(values.journal !== undefined && { journalFile: resolve(folder, values.journal) }),
  }
}

function parse(args: string[]) {
  const [text, flag] = [{ type: 'string' }, { type: 'boolean' }] as const
  const options = { data: text, journal: text, wait: text, order: text, product: text, payment: text, bank: text }
  try {
    return parseArgs({ args, options: { ...options, json: flag, help: flag } }).values
  } catch (error) {
    throw new UserError(`${(error as Error).message.split('. ')[0]}.`, usage)
  }
}

function urlsOf(values: ReturnType<typeof parse>, dataDir: string): AuditUrls {
  const given = audited.filter((name) => values[name] !== undefined)
  if (given.length === 0) return auditUrls(dataDir)
  if (given.length < audited.length)
    throw new UserError(`Only ${given.join(', ')} of ${audited.join(', ')} are given.`, usage)
  return Object.fromEntries(audited.map((name) => [name, values[name]])) as AuditUrls
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(explain(error).text)
  process.exitCode = 2
}
