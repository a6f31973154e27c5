import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listPath, readAll } from './read-all.ts'

const endless = (pages: number) => {
  const paths: string[] = []
  return {
    paths,
    send: async ({ path }: { path: string }) => {
      paths.push(path)
      const nextCursor = paths.length < pages ? `c${paths.length}` : null
      return { status: 200, body: { items: [{ id: paths.length }], nextCursor } }
    },
  }
}

test('a list is read to its end, page after page', async () => {
  const { paths, send } = endless(3)
  const { products, isWhole } = await readAll(send, listPath({ category: 'toys' }))
  assert.deepEqual([products.length, isWhole], [3, true])
  assert.deepEqual(paths, [
    '/api/products?category=toys&limit=100',
    '/api/products?category=toys&limit=100&cursor=c1',
    '/api/products?category=toys&limit=100&cursor=c2',
  ])
})

test('of a very long list the beginning is read', async () => {
  const { paths, send } = endless(50)
  assert.equal((await readAll(send, listPath({ q: 'a b' }))).isWhole, false)
  assert.equal(paths.length, 5)
})
