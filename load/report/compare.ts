import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { explain, UserError } from '@saleday/local/user-error'
import { comparePage } from './compare-page.ts'
import { readSide } from './compare-read.ts'
import { compareTable } from './compare-table.ts'

const usage = 'npm run sale-day:compare -- .saleday/sale-day/<run A> .saleday/sale-day/<run B> [--out compare.html]'

/** Two runs side by side, as a table here and as a page beside the second. */
async function main(args: string[]): Promise<void> {
  const { values, positionals } = options(args)
  const [a, b, ...more] = positionals.map(fromHere)
  if (a === undefined || b === undefined || more.length > 0) throw new UserError('Two runs are needed.', usage)
  const [one, other] = [await readSide(a), await readSide(b)]
  const file = values.out === undefined ? join(other.folder, 'compare.html') : fromHere(values.out)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, comparePage(one.report, other.report))
  process.stdout.write(`${compareTable(one.report, other.report)}\n\n${file}\n`)
}

const fromHere = (path: string): string => resolve(process.env.INIT_CWD ?? '.', path)

function options(args: string[]) {
  try {
    return parseArgs({ args, options: { out: { type: 'string' } }, allowPositionals: true })
  } catch (error) {
    throw new UserError((error as Error).message, usage)
  }
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  const { text, exitCode } = explain(error)
  process.stderr.write(`${text}\n`)
  process.exitCode = exitCode
}
