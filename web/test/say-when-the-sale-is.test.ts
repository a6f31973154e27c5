import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ShopInfo } from '@saleday/contracts/web'
import { loadConfig } from '../src/config.ts'
import { openWeb } from './open-web.ts'

async function shopInfo(settings: Record<string, string> = {}) {
  const web = await openWeb(settings)
  try {
    const before = new Date()
    const { status, headers, body } = await web.get('/shop.json')
    assert.deepEqual([status, headers['cache-control']], [200, 'no-store'])
    const info = ShopInfo.parse(JSON.parse(body.toString()))
    assert.ok(before <= new Date(info.time) && new Date(info.time) <= new Date())
    return info
  } finally {
    await web.close()
  }
}

test('GET /shop.json says what time it is, and that the sale is all of today where nothing else is set', async () => {
  const { time, sale } = await shopInfo()
  assert.equal(sale.startsAt, `${time.slice(0, 10)}T00:00:00.000Z`)
  assert.equal(Date.parse(sale.endsAt) - Date.parse(sale.startsAt), 24 * 3_600_000)
})

test('GET /shop.json says when the sale is set to be', async () => {
  const { sale } = await shopInfo({
    SALE_STARTS_AT: '2026-11-27T08:00:00+01:00',
    SALE_ENDS_AT: '2026-11-28T00:00:00Z',
  })
  assert.deepEqual(sale, { startsAt: '2026-11-27T07:00:00.000Z', endsAt: '2026-11-28T00:00:00.000Z' })
})

test('a sale that is set by halves, or ends before it begins, is refused at the start', () => {
  assert.throws(() => loadConfig({ SALE_STARTS_AT: '2026-11-27T08:00:00Z' }), /SALE_ENDS_AT is not set/)
  assert.throws(() => loadConfig({ SALE_ENDS_AT: '2026-11-27T08:00:00Z' }), /SALE_STARTS_AT is not set/)
  assert.throws(
    () => loadConfig({ SALE_STARTS_AT: 'noon', SALE_ENDS_AT: '2026-11-27T08:00:00Z' }),
    /SALE_STARTS_AT is "noon"/,
  )
  const endsFirst = { SALE_STARTS_AT: '2026-11-27T08:00:00Z', SALE_ENDS_AT: '2026-11-27T08:00:00Z' }
  assert.throws(() => loadConfig(endsFirst), /SALE_ENDS_AT must be later/)
})
