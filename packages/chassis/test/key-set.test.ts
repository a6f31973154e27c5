import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { describe, test } from 'node:test'
import { keySet } from '@saleday/chassis/key-set'
import { ProblemError } from '@saleday/chassis/problem'
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { serve } from './fixture.ts'

const key = async (kid: string) => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA')
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'EdDSA', kid }).sign(privateKey)
  return { token, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' } }
}

describe('the keys that verify tokens', () => {
  test('are fetched once, serve while their source is away, and are unavailable only before the first time', async () => {
    const first = await key('first')
    let asked = 0
    let isAway = true
    const server = await serve(
      createServer((_req, res) => {
        asked++
        if (isAway) res.writeHead(503).end()
        else res.end(JSON.stringify({ keys: [first.jwk] }))
      }),
    )
    const keys = keySet(`${server.url}/jwks.json`)
    await assert.rejects(
      jwtVerify(first.token, keys.getKey),
      (error) => error instanceof ProblemError && error.status === 503,
    )
    isAway = false
    await Promise.all(Array.from({ length: 20 }, () => jwtVerify(first.token, keys.getKey)))
    assert.equal(asked, 2)
    isAway = true
    await jwtVerify(first.token, keys.getKey)
    assert.equal(asked, 2)
    await server.close()
  })

  test('are fetched again for a key id that is new, but not for each one that is invented', async (t) => {
    const [first, second, invented] = [await key('first'), await key('second'), await key('invented')]
    let asked = 0
    const published = [first.jwk]
    const server = await serve(
      createServer((_req, res) => {
        asked++
        res.end(JSON.stringify({ keys: published }))
      }),
    )
    const keys = keySet(server.url)
    await jwtVerify(first.token, keys.getKey)
    published.push(second.jwk)
    const now = performance.now()
    t.mock.method(performance, 'now', () => now + 6_000)
    await jwtVerify(second.token, keys.getKey)
    assert.equal(asked, 2)
    for (let n = 0; n < 10; n++) await assert.rejects(jwtVerify(invented.token, keys.getKey))
    assert.equal(asked, 2)
    await server.close()
  })
})
