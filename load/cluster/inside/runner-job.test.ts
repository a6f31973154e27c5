import assert from 'node:assert/strict'
import { test } from 'node:test'
import { k6Image } from '../../src/find-k6.ts'
import { k6Command } from '../../src/k6-command.ts'
import { shippedScenario } from '../../src/scenarios.ts'
import { crowdDir } from './crowd-inputs.ts'
import { jobOf, memoryMebibytes } from './runner-job.ts'
import { cronJob } from './testing/load-component.ts'

const scenario = shippedScenario('smoke')
const run = { runId: '20261127-090000-42', runners: 4, scenario }

test('a run has a Job of its own, with so many runners and what finds it again', () => {
  const job = jobOf(cronJob(), run)
  assert.equal(job.metadata?.name, 'crowd-20261127-090000-42')
  assert.equal(job.metadata?.labels?.['saleday.example/run'], run.runId)
  assert.equal(job.spec?.completions, 4)
  assert.equal(job.spec?.parallelism, 4)
  assert.equal(job.spec?.template.metadata?.labels?.['saleday.example/run'], run.runId)
  assert.equal(job.spec?.template.metadata?.labels?.['app.kubernetes.io/name'], 'crowd')
})

test('a runner that fails is not replaced, and ends no other', () => {
  const { spec } = jobOf(cronJob(), run)
  assert.equal(spec?.completionMode, 'Indexed')
  assert.equal(spec?.backoffLimitPerIndex, 0)
  assert.equal(spec?.template.spec?.restartPolicy, 'Never')
})

test('more visitors for each runner are given more memory', () => {
  const memory = (runners: number): number => memoryMebibytes(scenario, runners)
  assert.ok(memory(1) > memory(2))
  const k6 = jobOf(cronJob(), run).spec?.template.spec?.containers[0]
  assert.equal(k6?.resources?.requests?.memory, `${memory(4)}Mi`)
  assert.equal(k6?.resources?.limits?.memory, `${2 * memory(4)}Mi`)
  assert.equal(k6?.resources?.requests?.cpu, '100m')
})

test('the template is left as it was', () => {
  const template = cronJob()
  jobOf(template, run)
  assert.deepEqual(template, cronJob())
})

test('k6 in the cluster is the k6 of a machine, told that it is a part', () => {
  const k6 = cronJob().spec?.jobTemplate.spec?.template.spec?.containers[0]
  const here = k6Command({
    k6: { from: 'path', says: '' },
    loadDir: `${crowdDir}/load`,
    runDir: crowdDir,
    planFile: `${crowdDir}/plan.json`,
    journalFile: `${crowdDir}/journal.jsonl`,
    user: '',
    platform: 'linux',
  }).args
  assert.equal(k6?.image, k6Image)
  const others = k6?.args?.filter((arg) => !here.includes(arg))
  assert.deepEqual(others, [`--config=${crowdDir}/k6.json`, '--no-thresholds', '--paused', '--address=127.0.0.1:6565'])
  assert.deepEqual(
    here.filter((arg) => !k6?.args?.includes(arg)),
    [],
  )
})
