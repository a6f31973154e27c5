import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inGroups } from './in-groups.ts'

test('what comes while a write is under way goes together with the next, and each caller hears of its own group', async () => {
  const writes: { items: number[]; end: PromiseWithResolvers<void> }[] = []
  const write = inGroups<number>((items) => {
    const end = Promise.withResolvers<void>()
    writes.push({ items, end })
    return end.promise
  })
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const first = write(1)
  await turn()
  const later = [write(2), write(3)]
  await turn()
  assert.deepEqual(
    writes.map(({ items }) => items),
    [[1]],
  )
  writes[0]!.end.reject(new Error('away'))
  await assert.rejects(first, /away/)
  await turn()
  assert.deepEqual(writes[1]!.items, [2, 3])
  const last = write(4)
  writes[1]!.end.resolve()
  await Promise.all(later)
  await turn()
  writes[2]!.end.resolve()
  await last
})
