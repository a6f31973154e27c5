import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tagOf } from './images.ts'
import { missingImages } from './load-images.ts'
import { oldImages } from './prune-images.ts'

test('the tag of an image is made of its id', () => {
  assert.equal(tagOf('sha256:c1601bf4d932ab86da15f7c0a0cb7e7b3ab1f0d3f6f5a1e7a5dcb6d0b8f0a2c1'), 'dev-c1601bf4d932')
  assert.throws(() => tagOf(''))
})

test('a node lacks the images that containerd does not list under their whole name', () => {
  const listed =
    'docker.io/saleday/auth:dev-82fa35206979\ndocker.io/saleday/cart:dev-0123456789ab\nsha256:82fa35206979\n'
  const wanted = ['saleday/auth:dev-82fa35206979', 'saleday/cart:dev-d3f90d29b201']
  assert.deepEqual(missingImages(listed, wanted), ['saleday/cart:dev-d3f90d29b201'])
})

test('the newest three images of each server stay, and so does what has another tag', () => {
  const tags = ['dev', 'dev-000000000005', 'dev-000000000004', 'v1.2.3', 'dev-000000000003', 'dev-000000000002']
  const listed = [...tags.map((tag) => `saleday/auth:${tag}`), 'saleday/cart:dev-000000000001', ''].join('\n')
  assert.deepEqual(oldImages(listed), ['saleday/auth:dev-000000000002'])
})
