import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { reportJsonSchema, schemaFile } from './report-json-schema.ts'
import { type Report, reportSchema } from './report-schema.ts'
import { type Ending, generateRun, writeRun } from './testing/generate-run.ts'
import { writeReport } from './write-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'saleday-report-'))
after(() => rmSync(folder, { recursive: true }))

async function reportOf(ending: Ending): Promise<{ report: Report; html: string }> {
  const runDir = join(folder, ending)
  writeRun(runDir, generateRun(ending))
  const { jsonFile, htmlFile } = await writeReport({ runDir })
  return {
    report: reportSchema.parse(JSON.parse(readFileSync(jsonFile, 'utf8'))),
    html: readFileSync(htmlFile, 'utf8'),
  }
}

test('report.schema.json is what the schema says: npm run sale-day:report -- --schema writes it', () => {
  assert.deepEqual(JSON.parse(readFileSync(schemaFile, 'utf8')), JSON.parse(reportJsonSchema()))
})

test('a run that passed is told with its claim, its books and its events', async () => {
  const { report, html } = await reportOf('passed')
  assert.equal(report.verdict.result, 'passed')
  assert.equal(report.verdict.claim?.kills, 4)
  assert.equal(report.verdict.claim?.failures, 0)
  assert.equal(report.timeline.seconds, 182)
  assert.equal(
    Object.values(report.checkouts.byOutcome).reduce((sum, value) => sum + value),
    report.checkouts.intents,
  )
  assert.equal(report.events[0]?.recoveredMs, 1000)
  assert.equal(report.events.find(({ kind }) => kind === 'bank')?.recoveredMs, null)
  assert.match(html, /<h1>.*Passed<\/h1>/)
  assert.match(html, /all six books balance/)
  assert.equal(report.command, 'npm run sale-day -- --scenario sale-day --seed 42')
})

test('a run that failed names its reasons, the books that do not balance and what failed, with ids', async () => {
  const { report, html } = await reportOf('failed')
  assert.equal(report.verdict.exitCode, 1)
  assert.ok(report.verdict.claim!.failures > 0)
  assert.match(html, /<h1>.*Failed<\/h1>/)
  assert.match(html, /Book 2 does not balance/)
  assert.match(html, /019ac3a2-7c10-7000-8000-000000000000/)
  assert.ok(report.failed.length > 0)
  for (const { ids } of report.failed) for (const id of Object.values(ids)) assert.ok(html.includes(id), id)
})

test('a run that is not valid says so, why, and which kill hit nothing', async () => {
  const { report, html } = await reportOf('invalid')
  assert.equal(report.verdict.result, 'invalid')
  assert.equal(report.verdict.claim?.kills, 1, 'of three, those with a checkout in flight')
  assert.match(html, /<h1>.*Not valid<\/h1>/)
  assert.match(html, /says nothing about the shop/)
  assert.match(html, /It hit nothing/)
})

test('a run of which only the record is left has a report', async () => {
  const runDir = join(folder, 'bare')
  writeRun(runDir, generateRun('invalid'))
  for (const file of ['journal.jsonl', 'samples.jsonl', 'events.jsonl', 'audit.json', 'plan.json'])
    rmSync(join(runDir, file))
  const { summary: _, environment: _2, harness: _3, ...record } = generateRun('invalid').record
  const { report } = await writeReport({ runDir, record })
  assert.equal(report.startedAt, null)
  assert.equal(report.audit, null)
  assert.equal(report.environment, null)
})

test('a folder that is no run is refused with what to do', async () => {
  await assert.rejects(writeReport({ runDir: join(folder, 'nothing') }), /is not the folder of a run/)
})
