import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyOverlay, immutableJobs, readApplied } from './apply.ts'
import { CommandError } from './run.ts'

const stderr = `Warning: something else
The Job "auth-migrate-dev-82fa35206979" is invalid: spec.template: Invalid value: {"metadata":{}}: field is immutable
The Job "auth-seed-dev-82fa35206979" is invalid: spec.template: Invalid value: {"metadata":{}}: field is immutable
The Service "auth" is invalid: spec.clusterIP: Invalid value: "": field is immutable
`
const failure = (text: string) => new CommandError('kubectl apply', Object.assign(new Error(), { code: 1 }), '', text)

test('what was applied is read from what kubectl says', () => {
  const output = 'namespace/saleday serverside-applied\njob.batch/auth-migrate-dev-1 serverside-applied\n'
  assert.deepEqual(readApplied(output), [
    { kind: 'namespace', name: 'saleday' },
    { kind: 'job', name: 'auth-migrate-dev-1' },
  ])
})

test('Jobs that cannot be changed are found, and nothing else', () => {
  assert.deepEqual(immutableJobs(stderr), ['auth-migrate-dev-82fa35206979', 'auth-seed-dev-82fa35206979'])
})

test('a Job that cannot be changed is made anew', async () => {
  const calls: string[] = []
  const applied = await applyOverlay(async (args) => {
    calls.push(args.join(' '))
    if (calls.length === 1) throw failure(stderr)
    return calls.length === 3 ? 'job.batch/auth-migrate-dev-82fa35206979 serverside-applied\n' : ''
  }, 'overlay')
  assert.deepEqual(calls, [
    'apply --server-side --force-conflicts --kustomize overlay',
    '--namespace saleday delete job --ignore-not-found auth-migrate-dev-82fa35206979 auth-seed-dev-82fa35206979',
    'apply --server-side --force-conflicts --kustomize overlay',
  ])
  assert.equal(applied.length, 1)
})

test('another failure of kubectl apply is told as it is', async () => {
  const error = failure('The Service "auth" is invalid: spec.clusterIP: field is immutable')
  await assert.rejects(
    applyOverlay(async () => {
      throw error
    }, 'overlay'),
    error,
  )
})
