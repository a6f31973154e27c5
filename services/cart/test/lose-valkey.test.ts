import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startValkey } from '@saleday/embedded/valkey-server'
import { cartOf, cartService, customer, tea } from './cart-service.ts'

it('while Valkey is away every route answers 503 with Retry-After; when it is back the carts are, too', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'carts-'))
  const port = await freePort()
  let valkey = await startValkey({ dir, port, appendOnly: true })
  const shop = await cartService({ CARTS_VALKEY_URL: valkey.url })
  try {
    const ann = await customer(shop.url)
    await ann.set(tea, 3)
    await valkey.stop()

    for (const answer of [
      await ann.send('GET', '/api/cart'),
      await ann.set(tea, 4),
      await ann.send('POST', '/api/cart/merge'),
    ]) {
      assert.equal(answer.status, 503)
      assert.equal(answer.body.code, 'unavailable')
      assert.ok(Number(answer.headers.get('retry-after')) > 0)
    }

    valkey = await startValkey({ dir, port, appendOnly: true })
    assert.deepEqual(await untilAnswered(() => ann.send('GET', '/api/cart')), cartOf([tea, 3]))
    assert.deepEqual((await ann.add(tea, 1)).body, cartOf([tea, 4]))
  } finally {
    await shop.close()
    await valkey.stop()
    await rm(dir, { recursive: true, force: true })
  }
})

it('a Valkey that lost everything, functions too, is used at once', async () => {
  const port = await freePort()
  let valkey = await startValkey({ port, appendOnly: false })
  const shop = await cartService({ CARTS_VALKEY_URL: valkey.url })
  try {
    const ann = await customer(shop.url)
    await ann.set(tea, 3)
    await valkey.stop()
    valkey = await startValkey({ port, appendOnly: false })
    assert.deepEqual(await untilAnswered(() => ann.send('GET', '/api/cart')), cartOf())
    assert.deepEqual((await ann.add(tea, 1)).body, cartOf([tea, 1]))
  } finally {
    await shop.close()
    await valkey.stop()
  }
})

async function untilAnswered(ask: () => Promise<{ status: number; body: unknown }>): Promise<unknown> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { status, body } = await ask()
    if (status === 200) return body
    assert.equal(status, 503)
    await sleep(100)
  }
  throw new Error('the service did not recover within 10 s')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
