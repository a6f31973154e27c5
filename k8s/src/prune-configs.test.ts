import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unusedConfigs } from './prune-configs.ts'

const config = (name: string) => ({ kind: 'ConfigMap' as const, metadata: { name } })

test('only earlier versions of what was applied that nobody uses are removed', () => {
  const configs = [
    config('auth-6hb2t9ddfk'), // of before, used by nobody
    config('auth-7mf4k5c8gh'), // of before, used by an old ReplicaSet
    config('auth-bbbbbbbbbb'), // of now
    config('mine-cccccccccc'), // somebody else's
    config('kube-root-ca.crt'),
  ]
  const using = JSON.stringify({ items: [{ spec: { volumes: [{ configMap: { name: 'auth-7mf4k5c8gh' } }] } }] })
  const applied = [
    { kind: 'configmap', name: 'auth-bbbbbbbbbb' },
    { kind: 'secret', name: 'mine-dddddddddd' },
    { kind: 'deployment', name: 'kube-root-ca.crt' },
  ]
  assert.deepEqual(unusedConfigs(configs, using, applied), [config('auth-6hb2t9ddfk')])
})
