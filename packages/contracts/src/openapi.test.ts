import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { documented } from './all.ts'
import { openApiOf } from './openapi.ts'
import { commonErrors } from './problem.ts'

for (const contract of documented) {
  describe(`the contract of ${contract.service}`, () => {
    test('has the OpenAPI document that is committed; else run `npm run openapi`', async () => {
      const committed = await readFile(new URL(`../openapi/${contract.service}.json`, import.meta.url), 'utf8')
      assert.deepEqual(JSON.parse(committed), JSON.parse(JSON.stringify(openApiOf(contract))))
    })

    test('names each operation once', () => {
      const names = contract.routes.map((route) => route.operation)
      assert.equal(new Set(names).size, names.length)
    })

    test('has one schema for each parameter of a path', () => {
      for (const route of contract.routes) {
        const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name).sort()
        assert.deepEqual(Object.keys(route.params?.shape ?? {}).sort(), inPath, route.operation)
      }
    })

    test('keeps routes for services under /internal/, and only those', () => {
      for (const route of contract.routes) {
        assert.equal(Array.isArray(route.access), route.path.startsWith('/internal/'), route.operation)
      }
    })

    test('gives no code of the common table another meaning', () => {
      for (const code of Object.keys(contract.errors)) assert.ok(!(code in commonErrors), code)
    })
  })
}
