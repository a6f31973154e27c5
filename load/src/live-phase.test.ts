import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phaseAt, phaseBar } from './live-phase.ts'

const phases = [
  { name: 'warm-up', seconds: 20, share: 0 },
  { name: 'plateau', seconds: 60, share: 1 },
]

test('a moment lies in a phase, of which some is left', () => {
  assert.deepEqual(phaseAt(phases, 5_000), { name: 'warm-up', leftMs: 15_000, lengthMs: 80_000, over: false })
  assert.equal(phaseAt(phases, 20_000).name, 'plateau')
  assert.deepEqual(phaseAt(phases, 90_000), { name: 'last answers', leftMs: 0, lengthMs: 80_000, over: true })
})

test('the bar of a day shows how much is done and where phases end', () => {
  assert.equal(phaseBar(phases, 0, 8), '──┼─────')
  assert.equal(phaseBar(phases, 40_000, 8), '━━╋━────')
  assert.equal(phaseBar(phases, 200_000, 8), '━━╋━━━━━')
  assert.equal(phaseBar(phases, 0, 0), '')
})
