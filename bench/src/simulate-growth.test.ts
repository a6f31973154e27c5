import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@saleday/load/seeded-random'
import { simulateGrowth } from './simulate-growth.ts'

const near = (value: number, expected: number) =>
  assert.ok(Math.abs(value / expected - 1) < 0.05, `${value} is not near ${expected}`)
const shop = { cpus: 0.1, callersOfEach: 4, postgresCores: 8 }

test('while PostgreSQL has little to do, replicas do as much together as each of them alone', () => {
  const cost = { replicaMs: 1, postgresMs: 0.001 }
  for (const replicas of [1, 8, 64]) near(simulateGrowth(cost, { ...shop, replicas }, seededRandom(1)), replicas * 100)
})

test('many replicas do as much as PostgreSQL can and no more', () => {
  const cost = { replicaMs: 1, postgresMs: 10 }
  near(simulateGrowth(cost, { ...shop, replicas: 64 }, seededRandom(2)), 800)
  near(simulateGrowth(cost, { ...shop, replicas: 128 }, seededRandom(3)), 800)
})

test('two callers between two servers of the same speed are as fast as the books say', () => {
  // Of the three states of the network, each as likely (Gordon and Newell), one leaves the replica idle.
  const cost = { replicaMs: 1, postgresMs: 10 }
  const lonely = { cpus: 0.1, callersOfEach: 2, postgresCores: 1, replicas: 1 }
  near(simulateGrowth(cost, lonely, seededRandom(4)), 100 * (2 / 3))
})
