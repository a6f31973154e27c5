import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { kubeconform, schemaFile, schemaFolder } from './kubeconform.ts'
import type { KubeObject } from './objects.ts'
import { renderings, run } from './renderings.ts'

const objects = (await renderings()).flatMap((rendering) => rendering.objects)
/** One object of each kind. */
const kinds = [...new Map(objects.map((object) => [schemaFile(object.apiVersion, object.kind), object])).entries()]

/** The object with a field in it, at each place where it has fields of its own. */
function misspelt(object: KubeObject): unknown[] {
  const spec = (object as { spec?: object }).spec
  const template = (spec as { template?: { spec: { containers: object[] } } } | undefined)?.template
  const extra = { notThere: 1 }
  return [
    { ...object, ...extra },
    { ...object, metadata: { ...object.metadata, ...extra } },
    ...(spec ? [{ ...object, spec: { ...spec, ...extra } }] : []),
    ...(template
      ? [
          {
            ...object,
            spec: {
              ...spec,
              template: {
                ...template,
                spec: { ...template.spec, containers: [{ ...template.spec.containers[0], ...extra }] },
              },
            },
          },
        ]
      : []),
  ]
}

const verdicts = (documents: readonly unknown[]) =>
  kubeconform(run, documents.map((document) => stringify(document)).join('---\n'))

test('there is a schema for each kind that is rendered, and no other', () => {
  assert.deepEqual(readdirSync(schemaFolder).sort(), kinds.map(([file]) => file).sort(), 'run npm run k8s:schemas')
})

test('finds a misspelt field in every kind', async () => {
  const documents = kinds.flatMap(([, object]) => misspelt(object))
  const found = await verdicts(documents)
  assert.equal(found.length, documents.length)
  for (const { kind, isValid, message } of found) {
    assert.equal(isValid, false, kind)
    assert.match(message, /additional properties 'notThere' not allowed/, kind)
  }
})

const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' }, data: {} }

test('finds a kind that nobody knows', async () => {
  const found = await verdicts([config, { ...config, kind: 'ConfgMap' }, { ...config, apiVersion: 'v2' }])
  assert.deepEqual(
    found.map(({ isValid }) => isValid),
    [true, false, false],
  )
})

test('finds a value of the wrong type, a missing field, and a key that is there twice', async () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'one' },
    spec: { ports: [{ port: 'eighty' }] },
  }
  const [wrong, missing] = await verdicts([service, { ...service, spec: { ports: [{ name: 'http' }] } }])
  assert.match(wrong!.message, /got string, want integer/)
  assert.match(missing!.message, /missing property 'port'/)
  const [twice] = await kubeconform(
    run,
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: one }\ndata: { a: b, a: c }\n',
  )
  assert.equal(twice!.isValid, false)
})
