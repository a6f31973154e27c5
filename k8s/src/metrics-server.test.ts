import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAllDocuments } from 'yaml'
import { withInsecureKubelets } from './metrics-server.ts'

const manifest = (args: string) => `apiVersion: v1
kind: Service
metadata:
  name: metrics-server
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: metrics-server
spec:
  template:
    spec:
      containers:
      - args:${args}
        image: registry.k8s.io/metrics-server/metrics-server:v0.9.0
`
const contents = (text: string) => parseAllDocuments(text).map((document) => document.toJS())

test('metrics-server is told to accept the certificates of kind, and nothing else changes', () => {
  assert.deepEqual(
    contents(withInsecureKubelets(manifest(' [--secure-port=10250]'))),
    contents(manifest(' [--secure-port=10250, --kubelet-insecure-tls]')),
  )
})

test('metrics-server that accepts them already stays as it is', () => {
  const already = manifest(' [--kubelet-insecure-tls, --secure-port=10250]')
  assert.deepEqual(contents(withInsecureKubelets(already)), contents(already))
})
