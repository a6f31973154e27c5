import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { repository } from '@saleday/local/repository'
import { runFiles } from '../../src/run-files.ts'
import { crowdInputs } from './crowd-inputs.ts'

test('each runner gets the plan with what is elsewhere there, and its part of the crowd', () => {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-inputs-'))
  const files = runFiles(folder)
  try {
    writeFileSync(files.plan, JSON.stringify({ runId: 'run', baseUrl: 'http://localhost:8080', seed: 7 }))
    for (const file of [files.customers, files.goods, files.shelf]) writeFileSync(file, '[]')
    const inputs = crowdInputs({ files, loadDir: join(repository, 'load'), baseUrl: 'http://gateway:8000', runners: 2 })
    assert.deepEqual(JSON.parse(inputs[0]!['plan.json']!), {
      runId: 'run',
      baseUrl: 'http://gateway:8000',
      seed: 7,
      customersFile: '/crowd/customers.json',
      goodsFile: '/crowd/goods.json',
      shelfFile: '/crowd/shelf.json',
      figuresFile: '/crowd/figures.json',
    })
    assert.deepEqual(
      inputs.map((input) => JSON.parse(input['k6.json']!).executionSegment),
      ['0:1/2', '1/2:1'],
    )
    const [{ 'k6.json': _, ...first }, { 'k6.json': __, ...second }] = inputs as [
      Record<string, string>,
      Record<string, string>,
    ]
    assert.deepEqual(first, second)
    assert.ok(first['load/k6/crowd.ts']?.includes('export const options'))
    assert.ok('load/src/client-policy.ts' in first)
    assert.deepEqual(
      Object.keys(first).filter((path) => path.endsWith('.test.ts')),
      [],
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
