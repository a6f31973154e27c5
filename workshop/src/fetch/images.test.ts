import assert from 'node:assert/strict'
import { test } from 'node:test'
import { baseImagesIn, imagesIn, wholeName } from './images.ts'

test('the images of manifests are found, each once, without those of the shop', () => {
  const text = `
    containers:
      - name: a
        image: postgres:18
      - image: "ghcr.io/kedacore/keda:2.21.0"
      - name: b
        image: saleday/product:dev
      # not the user of the k6 image: both containers write
        image: postgres:18`
  assert.deepEqual(imagesIn([text, 'image: traefik:v3.6']), [
    'ghcr.io/kedacore/keda:2.21.0',
    'postgres:18',
    'traefik:v3.6',
  ])
})

test('the images that a Dockerfile begins with are found, without its own stages', () => {
  const text = `FROM --platform=$BUILDPLATFORM node:26 AS sources
FROM node:26 AS runtime
FROM gcr.io/distroless/cc:nonroot AS base
FROM base
COPY --from=sources / /`
  assert.deepEqual(baseImagesIn(text), ['gcr.io/distroless/cc:nonroot', 'node:26'])
})

test('an image has a whole name', () => {
  assert.equal(wholeName('postgres:18'), 'docker.io/library/postgres:18')
  assert.equal(wholeName('valkey/valkey:9'), 'docker.io/valkey/valkey:9')
  assert.equal(wholeName('ghcr.io/kedacore/keda:2.21.0'), 'ghcr.io/kedacore/keda:2.21.0')
  assert.equal(wholeName('localhost:5000/a:1'), 'localhost:5000/a:1')
})
