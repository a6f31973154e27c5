import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulateGrowth } from './simulate-growth.ts'

/** Mulberry32: the same numbers in each run. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const near = (value: number, expected: number) =>
  assert.ok(Math.abs(value / expected - 1) < 0.05, `${value} is not near ${expected}`)
const shop = { cpus: 0.1, callersOfEach: 4, postgresCores: 8 }

test('while PostgreSQL has little to do, replicas do as much together as each of them alone', () => {
  const cost = { replicaMs: 1, postgresMs: 0.001 }
  for (const replicas of [1, 8, 64]) near(simulateGrowth(cost, { ...shop, replicas }, randomFrom(1)), replicas * 100)
})

test('many replicas do as much as PostgreSQL can and no more', () => {
  const cost = { replicaMs: 1, postgresMs: 10 }
  near(simulateGrowth(cost, { ...shop, replicas: 64 }, randomFrom(2)), 800)
  near(simulateGrowth(cost, { ...shop, replicas: 128 }, randomFrom(3)), 800)
})

test('two callers between two servers of the same speed are as fast as the books say', () => {
  // Of the three states of the network, each as likely (Gordon and Newell), one leaves the replica idle.
  const cost = { replicaMs: 1, postgresMs: 10 }
  const lonely = { cpus: 0.1, callersOfEach: 2, postgresCores: 1, replicas: 1 }
  near(simulateGrowth(cost, lonely, randomFrom(4)), 100 * (2 / 3))
})
