import assert from 'node:assert/strict'
import { test } from 'node:test'

type World = { name: string }
type Model = {
  rules: Record<string, string>
  omissions: string[][]
  worlds: World[]
  explore(world: World, without?: string[]): { states: number; broken?: string; way?: string[] }
}

const url = new URL('../../docs/checkout-model.mjs', import.meta.url)
const { rules, omissions, worlds, explore }: Model = await import(url.href)

test('the model of the checkout holds in every world with every rule', () => {
  for (const world of worlds) {
    const { states, broken, way } = explore(world)
    assert.equal(broken, undefined, `${world.name}: ${way?.join(', ')}`)
    assert.ok(states > 1_000, `${world.name} has only ${states} states: nothing happens in it`)
  }
})

test('every rule of the model is left out by a test', () => {
  assert.deepEqual(omissions.flat().sort(), Object.keys(rules).sort())
})

for (const without of omissions) {
  test(`the model breaks without ${without.join(' and ')}`, () => {
    assert.ok(worlds.some((world) => explore(world, without).broken !== undefined))
  })
}
