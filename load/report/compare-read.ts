import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '@saleday/local/user-error'
import { buildReport } from './build-report.ts'
import { readRun } from './read-run.ts'
import { type Report, reportSchema } from './report-schema.ts'

export type Side = { report: Report; folder: string }

/** A folder of a run, or a report.json, of this version or an older one. */
export async function readSide(path: string): Promise<Side> {
  if (!existsSync(path)) throw refused(path, 'is not there')
  if (!statSync(path).isDirectory()) return { report: reportIn(path), folder: dirname(path) }
  const file = join(path, 'report.json')
  if (existsSync(file)) return { report: reportIn(file), folder: path }
  return { report: reportSchema.parse(buildReport(await readRun(path))), folder: path }
}

function reportIn(file: string): Report {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw refused(file, `cannot be read as JSON: ${(error as Error).message}`)
  }
  const parsed = reportSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  throw refused(file, `is not the report of a sale day: ${first?.path.join('.') || 'it'}: ${first?.message}`)
}

const refused = (what: string, why: string): UserError =>
  new UserError(`${what} ${why}.`, 'Give two folders of runs, or their report.json: npm run sale-day:compare -- A B')
