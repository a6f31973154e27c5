import assert from 'node:assert/strict'
import { test } from 'node:test'
import { servers } from './parties.ts'
import { concernedBy } from './watch-sources.ts'

test('concernedBy: a source of a service concerns it alone, one of a package concerns all', () => {
  assert.deepEqual(concernedBy('services/order/src/place-order.ts'), ['order'])
  assert.deepEqual(concernedBy('sandbox/bank/src/app.ts'), ['bank'])
  assert.deepEqual(concernedBy('web/src/headers.ts'), ['web'])
  assert.deepEqual(concernedBy('packages/chassis/src/run.ts'), servers)
})

test('concernedBy: whatever the pages are made of concerns web', () => {
  for (const path of ['web/app/main.tsx', 'web/app/pages/cart.css', 'web/public/icon.svg', 'web/index.html'])
    assert.deepEqual(concernedBy(path), ['web'], path)
})

test('concernedBy: tests, other files and packages that no server loads concern nobody', () => {
  for (const path of [
    'services/order/src/order.test.ts',
    'services/order/src/.order.ts.swp',
    'packages/embedded/src/leftover.ts',
    'packages/chassis/README.md',
    'web/app/cart.test.tsx',
    'web/app/.main.tsx.swp',
    'web/dist/index.html',
    'web/README.md',
  ]) {
    assert.deepEqual(concernedBy(path), [], path)
  }
})
