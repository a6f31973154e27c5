import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '@saleday/load/report'
import { type Before, type Found, found, type Scene, type Step } from './lab.ts'

/** The reports of sale days in a cluster that began after the lab did, the earliest first. */
export function salesSince({ runsDir, since }: Pick<Scene, 'runsDir' | 'since'>): Report[] {
  const folders = existsSync(runsDir) ? readdirSync(runsDir) : []
  return folders
    .map((folder) => join(runsDir, folder, 'report.json'))
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report)
    .filter(({ startedAt, cluster }) => cluster !== undefined && startedAt !== null && new Date(startedAt) >= since)
    .sort((a, b) => a.startedAt!.localeCompare(b.startedAt!))
}

/** What customers noticed of a sale. */
export function verdictWords({ verdict, checkouts, requests }: Report): string {
  const failures = requests.reduce((sum, { failures }) => sum + failures, 0)
  const because = verdict.reasons.length > 0 ? `: ${verdict.reasons.join('; ')}` : ''
  return `${verdict.result}, ${checkouts.intents} checkouts, ${failures} requests failed for customers${because}`
}

/** A sale during which something was to happen: the last one in which it did counts, else the last one. */
export function saleStep<B extends Before>(
  says: string,
  happened: (report: Report) => string | undefined,
  hint: string,
): Step<B> {
  return {
    says,
    expected: 'a report of a sale since the lab began, with the verdict passed',
    hint: `${hint} A verdict of invalid says that the machine was too busy: run the sale again, with --rate 2.`,
    async look(scene): Promise<Found> {
      const sales = salesSince(scene)
      if (sales.length === 0)
        return found(false, `no sale day has left a report since the lab began, in ${scene.runsDir}`)
      const told = sales.map((report) => ({ report, what: happened(report) }))
      const last = told.findLast(({ what }) => what !== undefined)
      if (last === undefined) return found(false, `in none of ${sales.length} sales did it happen`)
      return found(last.report.verdict.result === 'passed', `${last.what}; ${verdictWords(last.report)}`)
    },
  }
}

/** Names the rollouts of a service that came to their end in a sale. */
export function rolledOutIn(report: Report, service: string): string | undefined {
  const done = (report.cluster?.rollouts ?? []).filter((one) => one.service === service && one.outcome === 'done')
  return done.length === 0
    ? undefined
    : `${done.length} new ${done.length === 1 ? 'version' : 'versions'} of ${service} rolled out`
}
