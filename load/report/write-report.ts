import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildReport } from './build-report.ts'
import { page } from './page.ts'
import { readRun } from './read-run.ts'
import type { Report } from './report-schema.ts'
import { reportSchema } from './report-schema.ts'
import type { RunRecord } from './run-record.ts'

export type WrittenReport = { report: Report; htmlFile: string; jsonFile: string }

/**
 * Writes report.json and report.html from the files of a run.
 * @param options.record at the end of a run; kept as its summary.json. Left out, the one that is there is read
 */
export async function writeReport(options: { runDir: string; record?: RunRecord }): Promise<WrittenReport> {
  const { runDir, record } = options
  if (record !== undefined) writeFileSync(join(runDir, 'summary.json'), `${JSON.stringify(record, null, 2)}\n`)
  const report = reportSchema.parse(buildReport(await readRun(runDir)))
  const jsonFile = join(runDir, 'report.json')
  const htmlFile = join(runDir, 'report.html')
  writeFileSync(jsonFile, `${JSON.stringify(report)}\n`)
  writeFileSync(htmlFile, page(report))
  return { report, htmlFile, jsonFile }
}
