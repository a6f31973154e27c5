import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '@saleday/local/user-error'
import type { ClusterChange } from '../cluster/cluster-change.ts'
import type { CrowdPlan } from '../src/crowd-plan.ts'
import type { Sample } from '../src/record-sample.ts'
import type { TimetableEvent } from '../src/timetable-event.ts'
import type { RunFiles } from './build-report.ts'
import { readJournal } from './read-journal.ts'
import { auditSchema } from './report-schema.ts'
import type { RunRecord } from './run-record.ts'

/** Reads the files of a run. A run that went wrong may lack any of them but `summary.json`. */
export async function readRun(runDir: string): Promise<RunFiles> {
  const record = readJsonFile<RunRecord>(join(runDir, 'summary.json'))
  if (record === undefined)
    throw new UserError(
      `${runDir} is not the folder of a run: it has no summary.json.`,
      'Runs are in .saleday/sale-day/; give the folder of one of them.',
    )
  const plan = readJsonFile<CrowdPlan>(join(runDir, 'plan.json'))
  const audit = readJsonFile<unknown>(join(runDir, 'audit.json'))
  return {
    record,
    scenario: plan?.scenario ?? { name: record.scenario, says: '', checkoutsPerSecond: 0, phases: [] },
    journal: await readJournal(join(runDir, 'journal.jsonl')),
    samples: readLines<Sample>(join(runDir, 'samples.jsonl')),
    events: readLines<TimetableEvent>(join(runDir, 'events.jsonl')),
    changes: readLines<ClusterChange>(join(runDir, 'cluster.jsonl')),
    audit: audit === undefined ? null : auditSchema.parse(audit),
  }
}

function readJsonFile<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined
}

/** The last line of a program that was killed may be torn: it is left out. */
function readLines<T>(file: string): T[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line) as T]
      } catch {
        return []
      }
    })
}
