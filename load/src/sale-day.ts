import { randomInt } from 'node:crypto'
import { resolve } from 'node:path'
import { explain } from '@saleday/local/user-error'
import { findK6 } from './find-k6.ts'
import { listenForInterruption } from './interruption.ts'
import { readOptions, usage } from './options.ts'
import { printSummary, printVerdict } from './print-summary.ts'
import { runScenario } from './run-scenario.ts'
import { withShop } from './with-shop.ts'

/** `npm run sale-day`: a crowd on the shop, a summary, and a verdict as exit code. */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), () => randomInt(2 ** 31), process.env.INIT_CWD)
  if (options === undefined) {
    say(usage)
    return 0
  }
  const repository = resolve(import.meta.dirname, '../..')
  const k6 = await findK6()
  say(`${options.scenario.name}: ${options.scenario.says.toLowerCase()}; seed ${options.seed}, ${k6.says}`)
  const interruption = listenForInterruption()
  interruption.onAsked((times) => {
    if (times === 1) say('Ending the crowd; the summary comes at once. Once more ends it without.')
  })
  return await withShop(options, repository, say, async (shop) => {
    const { summary, kills, verdict, runDir } = await runScenario({ options, shop, k6, repository, interruption, say })
    say(`\n${printSummary(summary, kills)}\n\n${printVerdict(verdict)}`)
    say(`Figures and events are in ${runDir}`)
    return verdict.exitCode
  })
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
