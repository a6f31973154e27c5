import { randomInt } from 'node:crypto'
import { resolve } from 'node:path'
import { explain } from '@saleday/local/user-error'
import { findK6, k6Inside } from './find-k6.ts'
import { listenForInterruption } from './interruption.ts'
import { readCleanOptions, readOptions, usage } from './options.ts'
import { printSummary, printVerdict } from './print-summary.ts'
import { runIdOf, runScenario } from './run-scenario.ts'
import type { Result } from './settle.ts'
import { withShop } from './with-shop.ts'

// Whoever read our output may be gone, as a closed terminal: the crowd is ended in good order all the same.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

/** `npm run sale-day`: a crowd on the shop, an audit of its books, a report, and a verdict as exit code. */
async function main(): Promise<number> {
  const [first, ...rest] = process.argv.slice(2)
  if (first === 'clean') {
    const { clean } = await import('../cluster/clean.ts')
    await clean(readCleanOptions(rest), say)
    return 0
  }
  const options = readOptions(process.argv.slice(2), () => randomInt(2 ** 31), process.env.INIT_CWD)
  if (options === undefined) {
    say(usage)
    return 0
  }
  const repository = resolve(import.meta.dirname, '../..')
  const runners = options.cluster?.runners
  const k6 = runners === undefined ? await findK6() : k6Inside(runners)
  const { scenario, seed } = options
  say(`${scenario.name}: ${scenario.says}; seed ${seed}, ${k6.says}`)
  const interruption = listenForInterruption()
  interruption.onAsked((times) => {
    if (times === 1) say('Ending the crowd; the audit and the report come at once. Once more ends it without an audit.')
  })
  const terminal = { out: process.stdout, isTty: process.stdout.isTTY === true && process.env.CI === undefined }
  const runId = runIdOf(new Date(), seed)
  return await withShop({ options, repository, runId, interruption, say }, async (shop) => {
    const result = await runScenario({ options, shop, runId, k6, repository, interruption, ...terminal, say })
    say(printResult(result))
    return result.verdict.exitCode
  })
}

function printResult({ summary, events, audited, claim, verdict, report }: Result): string {
  const books = 'result' in audited ? audited.result.books : []
  const parts = [
    ...(summary === undefined ? [] : [printSummary(summary, events, books)]),
    ...(claim === null ? [] : [`  ${claim}`]),
    printVerdict(verdict, 'result' in audited),
    `Report: ${report.htmlFile}`,
  ]
  return `\n${parts.join('\n\n')}`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

try {
  process.exitCode = await main()
} catch (error) {
  // Whatever stops the harness itself says nothing about the shop.
  process.stderr.write(`${explain(error).text}\n`)
  process.exitCode = 2
}
