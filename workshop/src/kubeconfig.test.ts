import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { inShop } from './kubeconfig.ts'

test('the settings of the workshop are those of kind, in the namespace of the shop', () => {
  const given = `apiVersion: v1
kind: Config
current-context: kind-saleday
clusters: [{ name: kind-saleday, cluster: { server: "https://127.0.0.1:1" } }]
contexts: [{ name: kind-saleday, context: { cluster: kind-saleday, user: kind-saleday } }]`
  const { contexts, ...rest } = parse(inShop(given))
  assert.deepEqual(contexts, [
    { name: 'kind-saleday', context: { cluster: 'kind-saleday', user: 'kind-saleday', namespace: 'saleday' } },
  ])
  assert.equal(rest['current-context'], 'kind-saleday')
  assert.equal(rest.clusters[0].cluster.server, 'https://127.0.0.1:1')
})
