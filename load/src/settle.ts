import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { readEnvironment } from '../report/environment.ts'
import { type WrittenReport, writeReport } from '../report/write-report.ts'
import type { Audited } from './audit-run.ts'
import type { Figures } from './figures.ts'
import type { Shelves } from './fill-shelves.ts'
import type { HarnessCost } from './record-harness-cost.ts'
import type { RunFiles } from './run-files.ts'
import type { RunParts } from './run-scenario.ts'
import { soldOutFlaws } from './sold-out.ts'
import type { StockRoom } from './stock-room.ts'
import { type Summary, summaryOf } from './summary.ts'
import type { TimetableEvent } from './timetable-event.ts'
import { type Verdict, verdictOf } from './verdict.ts'
import type { CrowdEnd } from './watch-crowd.ts'

export type Result = {
  /** Missing where k6 left no figures. */
  summary: Summary | undefined
  events: readonly TimetableEvent[]
  audited: Audited
  verdict: Verdict
  /** What the kills show, as far as statistics allow; null where there were none. */
  claim: string | null
  runDir: string
  report: WrittenReport
}

/** Judges a run that is over, and writes its report. */
export async function settle(run: {
  parts: RunParts
  runId: string
  files: RunFiles
  figures: Figures | undefined
  end: CrowdEnd
  audited: Audited
  shelves: Shelves | undefined
  harness: HarnessCost
}): Promise<Result> {
  const { parts, runId, files, figures, end, audited, harness } = run
  const { scenario, seed, command } = parts.options
  const summary = figures && summaryOf(figures, scenario)
  const verdict = figures && summary ? await judge(run, figures, summary) : noFigures(files, end, unbalancedOf(audited))
  if ('result' in audited) writeFileSync(files.audit, JSON.stringify(audited.result))
  const report = await writeReport({
    runDir: files.dir,
    record: {
      runId,
      scenario: scenario.name,
      seed,
      verdict,
      summary,
      endedByHand: end.endedByHand,
      command,
      harness,
      environment: readEnvironment(parts.k6.says),
    },
  })
  const claim = report.report.verdict.claim?.says ?? null
  return { summary, events: end.events, audited, verdict, claim, runDir: files.dir, report }
}

async function judge(
  { parts, end, audited, shelves }: Parameters<typeof settle>[0],
  figures: Figures,
  summary: Summary,
): Promise<Verdict> {
  const { scenario } = parts.options
  const { byOutcome } = summary.checkouts
  const { stock } = parts.shop
  const doorbuster = shelves?.doorbuster
  const counts =
    scenario.expectSoldOut && !end.endedByHand && stock !== undefined && shelves !== undefined && doorbuster
  const unexpected = counts
    ? soldOutFlaws({ shelves, byOutcome, soldAfter: await soldAtRest(stock, doorbuster.productId) })
    : []
  return verdictOf(figures, summary, scenario, {
    ...end,
    unexpected,
    unbalanced: unbalancedOf(audited),
    noAudit: 'why' in audited ? audited.why : undefined,
    isAudited: 'result' in audited,
  })
}

/** Units that were sold, once nothing is held any more. The audit has waited for that; this does not depend on it. */
async function soldAtRest(stock: StockRoom, productId: string): Promise<number> {
  for (let waitedMs = 0; ; waitedMs += 500) {
    const { sold, reserved } = await stock.level(productId)
    if (reserved === 0 || waitedMs >= 30_000) return sold
    await delay(500)
  }
}

const unbalancedOf = (audited: Audited): string[] =>
  'result' in audited
    ? audited.result.books
        .filter(({ holds }) => !holds)
        .map(
          ({ number, name, violationCount }) =>
            `book ${number} (${name}) does not balance: ${violationCount} violations`,
        )
    : []

function noFigures(
  files: RunFiles,
  { k6ExitCode, endedByHand, crowdFlaws = [] }: CrowdEnd,
  unbalanced: string[],
): Verdict {
  const lastLines = existsSync(files.log) ? readFileSync(files.log, 'utf8').trim().split('\n').slice(-5).join('\n') : ''
  const what = endedByHand
    ? 'the run was ended by hand, and k6 left no figures'
    : `k6 ended with ${k6ExitCode ?? 'a signal'} and left no figures; its log is ${files.log}\n${lastLines}`.trim()
  // What the books say needs no figures, but a run without them promised more than it held.
  return { exitCode: endedByHand && unbalanced.length > 0 ? 1 : 2, reasons: [what, ...crowdFlaws, ...unbalanced] }
}
