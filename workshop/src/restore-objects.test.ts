import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTouched, templateOf } from './restore-objects.ts'

test('a template is put back as the overlay has it; that a rollout was asked for stays, so that it is no new version', () => {
  const wanted = {
    spec: {
      template: {
        metadata: { labels: { a: '1' }, annotations: { 'prometheus.io/port': '9090' } },
        spec: { containers: [{ name: 'cart' }] },
      },
    },
  }
  const annotations = {
    'prometheus.io/port': '9999',
    'kubectl.kubernetes.io/restartedAt': '2026-11-28T09:00:00Z',
    'lab/version': '2',
  }
  const live = {
    spec: {
      template: { metadata: { annotations }, spec: { containers: [{ name: 'cart', env: [{ name: 'LAB_VERSION' }] }] } },
    },
  }
  assert.deepEqual(templateOf(wanted, live), {
    metadata: {
      labels: { a: '1' },
      annotations: { 'prometheus.io/port': '9090', 'kubectl.kubernetes.io/restartedAt': '2026-11-28T09:00:00Z' },
    },
    spec: { containers: [{ name: 'cart' }] },
  })
  assert.deepEqual(templateOf(wanted, { spec: { template: {} } }).metadata.annotations, {
    'prometheus.io/port': '9090',
  })
})

test('an object is touched where somebody who does not apply has written into its spec', () => {
  const managed = (operation: string, fieldsV1: object, subresource?: string) => ({
    metadata: { managedFields: [{ operation, fieldsV1, ...(subresource === undefined ? {} : { subresource }) }] },
  })
  const annotation = (key: string) => ({
    'f:spec': { 'f:template': { 'f:metadata': { 'f:annotations': { '.': {}, [key]: {} } } } },
  })
  const untouched = [
    managed('Apply', { 'f:spec': { 'f:template': { 'f:spec': {} } } }),
    managed('Update', { 'f:status': {}, 'f:spec': { 'f:replicas': {} } }, 'scale'),
    managed('Update', { 'f:metadata': { 'f:finalizers': {} } }),
    managed('Update', annotation('f:kubectl.kubernetes.io/restartedAt')),
    { metadata: {} },
  ]
  assert.deepEqual(
    untouched.map(isTouched),
    untouched.map(() => false),
  )
  const touched = [
    managed('Update', { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': {} } } } }),
    managed('Update', { 'f:spec': { 'f:paused': {} } }),
    managed('Update', annotation('f:lab/version')),
  ]
  assert.deepEqual(
    touched.map(isTouched),
    touched.map(() => true),
  )
})
