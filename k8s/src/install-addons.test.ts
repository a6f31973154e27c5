import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addons } from './addons.ts'
import { readSigns } from './install-addons.ts'

test('add-ons are found by what kubectl calls their signs', () => {
  const names = `customresourcedefinition.apiextensions.k8s.io/gateways.gateway.networking.k8s.io
customresourcedefinition.apiextensions.k8s.io/scaledobjects.keda.sh
apiservice.apiregistration.k8s.io/v1beta1.metrics.k8s.io

gatewayclass.gateway.networking.k8s.io/traefik
`
  const found = readSigns(names)
  assert.deepEqual(
    addons.filter(({ sign }) => !found.includes(sign)),
    [],
  )
})

test('where nothing is found nothing is there', () => {
  assert.deepEqual(readSigns('\n'), [])
})
