import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '@saleday/local/user-error'
import type { Figures } from './figures.ts'
import type { K6 } from './find-k6.ts'
import type { Interruption } from './interruption.ts'
import { k6Command, urlForK6 } from './k6-command.ts'
import type { Options } from './options.ts'
import { prepareCrowd } from './prepare-crowd.ts'
import type { KillEvent } from './run-kills.ts'
import { type Summary, summaryOf } from './summary.ts'
import { type Verdict, verdictOf } from './verdict.ts'
import { type CrowdEnd, watchCrowd } from './watch-crowd.ts'
import type { ShopUnderLoad } from './with-shop.ts'

export type Result = { summary: Summary; kills: readonly KillEvent[]; verdict: Verdict; runDir: string }

export type RunParts = {
  options: Options
  shop: ShopUnderLoad
  k6: K6
  repository: string
  interruption: Interruption
  say: (line: string) => void
}

/** Runs one scenario against a shop that is open. Ctrl-C ends the crowd; what was seen until then still counts. */
export async function runScenario(parts: RunParts): Promise<Result> {
  const { options, shop, interruption } = parts
  const runId = runIdOf(new Date(), options.seed)
  const runDir = join(shop.runsDir, runId)
  mkdirSync(runDir, { recursive: true })
  const files = {
    plan: join(runDir, 'plan.json'),
    goods: join(runDir, 'goods.json'),
    customers: join(runDir, 'customers.json'),
    figures: join(runDir, 'figures.json'),
  }
  try {
    const baseUrl = urlForK6(shop.baseUrl, parts.k6, process.platform)
    await prepareCrowd({ options, shop, runId, runDir, files, baseUrl, say: parts.say })
    if (interruption.times() > 0) throw new UserError('Ended by hand before the crowd came.', 'Nothing was tested.')
    const end = await watchCrowd({
      ...parts,
      command: commandOf(parts, runDir, files.plan),
      runDir,
      replicas: shop.replicas,
    })
    return judge(readFigures(files.figures, runDir, end), runId, runDir, options, end)
  } finally {
    // Its tokens are as good as passwords.
    rmSync(files.customers, { force: true })
  }
}

function commandOf({ k6, repository }: RunParts, runDir: string, planFile: string): ReturnType<typeof k6Command> {
  const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`
  return k6Command({ k6, loadDir: join(repository, 'load'), runDir, planFile, user, platform: process.platform })
}

function readFigures(file: string, runDir: string, { k6ExitCode }: CrowdEnd): Figures {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Figures
  const log = join(runDir, 'k6.log')
  const lastLines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n') : ''
  throw new UserError(
    `k6 ended with ${k6ExitCode ?? 'a signal'} and left no figures.\n${lastLines}`,
    `Its whole log: ${log}`,
  )
}

function judge(figures: Figures, runId: string, runDir: string, { scenario, seed }: Options, end: CrowdEnd): Result {
  const summary = summaryOf(figures, scenario)
  const missedKills = end.kills.filter((kill) => kill.hit === undefined)
  const verdict = verdictOf(figures, summary, scenario, { ...end, missedKills })
  const record = { runId, scenario: scenario.name, seed, summary, kills: end.kills, verdict }
  writeFileSync(join(runDir, 'summary.json'), `${JSON.stringify(record, null, 2)}\n`)
  return { summary, kills: end.kills, verdict, runDir }
}

/** `20261127-090000-42`: sorts by time, and tells two runs of one seed apart. */
export function runIdOf(at: Date, seed: number): string {
  const [date = '', time = ''] = at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').split('T')
  return `${date}-${time}-${seed}`
}
