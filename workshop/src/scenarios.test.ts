import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readScenario } from '@saleday/load/read-scenario'
import { repository } from '@saleday/local/repository'
import { labs } from './labs.ts'
import { pageOf } from './pages.ts'

const folder = join(repository, 'workshop/scenarios')

test('the sales of the labs can be read, and are small enough for a laptop', () => {
  const scenarios = readdirSync(folder).map((name) => readScenario(join(folder, name)))
  assert.ok(scenarios.length > 0)
  for (const { name, checkoutsPerSecond } of scenarios) assert.ok(checkoutsPerSecond <= 5, name)
})

test('every file of the project that a page types is there', () => {
  const text = labs.flatMap((lab) => pageOf(lab).blocks.map((block) => block.text)).join('\n')
  const files = [...text.matchAll(/\bworkshop\/[\w./-]+/g)].map(([file]) => file)
  assert.ok(files.length > 0)
  for (const file of new Set(files)) if (!file.includes('.saleday')) assert.ok(existsSync(join(repository, file)), file)
})
