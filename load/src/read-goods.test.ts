import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readCustomers } from './read-customers.ts'
import { readGoods, searchWord, shelfOf } from './read-goods.ts'
import { runIdOf } from './run-scenario.ts'

async function shopWith(availabilities: string[], status = 200, more: object = { doorbuster: false }) {
  const server = createServer((request, response) => {
    const cursor = Number(new URL(request.url ?? '', 'http://shop').searchParams.get('cursor') ?? 0)
    const availability = availabilities[cursor]
    const items =
      availability === undefined
        ? []
        : [{ id: `p${cursor}`, name: `A good lantern`, category: 'garden', availability, ...more }]
    const nextCursor = cursor + 1 < availabilities.length ? String(cursor + 1) : null
    response.writeHead(status).end(JSON.stringify({ items, nextCursor }))
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, close: () => new Promise((resolve) => server.close(resolve)) }
}

test('goods are read page by page; plenty weighs more than few, and sold out nothing', async () => {
  const shop = await shopWith(['in_stock', 'few_left', 'sold_out'])
  const goods = await readGoods(shop.url)
  await shop.close()
  assert.deepEqual(
    goods.map(({ id }) => id),
    ['p0', 'p1', 'p2'],
  )
  const [plenty, few, none] = goods.map(({ weight }) => weight)
  assert.ok(plenty! > few! && few! > none!)
  assert.equal(none, 0)
  assert.equal(goods[0]?.word, 'lantern')
  const shelf = shelfOf(goods)
  assert.equal(shelf.length, plenty! + few!)
  assert.equal(shelf.filter((id) => id === 'p0').length, plenty)
})

test('the doorbuster is not bought by the way', async () => {
  const shop = await shopWith(['in_stock'], 200, { doorbuster: true })
  const goods = await readGoods(shop.url)
  await shop.close()
  assert.deepEqual([goods[0]?.doorbuster, shelfOf(goods)], [true, []])
})

test('a shop that is empty, unwell or absent is told as such, with what to do', async () => {
  const empty = await shopWith([])
  await assert.rejects(readGoods(empty.url), { message: /no products/ })
  await empty.close()
  const unwell = await shopWith(['in_stock'], 503)
  await assert.rejects(readGoods(unwell.url), { message: /answers 503/ })
  await unwell.close()
  await assert.rejects(readGoods(unwell.url), { message: /No shop answers/, advice: /npm start/ })
})

test('the word to search for is the longest one, in any script', () => {
  assert.equal(searchWord('A good lantern'), 'lantern')
  assert.equal(searchWord('Café crème 2000'), 'crème')
  assert.equal(searchWord('42'), '42')
})

test('a file of customers is one customer a line, and anything else is refused with its name', () => {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-customers-'))
  const file = join(folder, 'crowd.jsonl')
  const read = (content: string) => {
    writeFileSync(file, content)
    return readCustomers(file)
  }
  const line = '{"customerId":"a","email":"a@b.example","accessToken":"t"}\n'
  assert.deepEqual(read(line + line.replace('"a"', '"b"')), [
    { id: 'a', accessToken: 't' },
    { id: 'b', accessToken: 't' },
  ])
  assert.throws(() => read(''), { name: 'UserError', message: /crowd.jsonl is empty/ })
  assert.throws(() => read(`${line}nonsense`), /a line that is no customer: nonsense/)
  assert.throws(() => read('{"customerId":1}'), /a line that is no customer/)
  rmSync(folder, { recursive: true })
  assert.throws(() => readCustomers(file), { name: 'UserError', message: /cannot be read/ })
})

test('the id of a run sorts by time and ends in its seed', () => {
  assert.equal(runIdOf(new Date('2026-11-27T09:00:03.5Z'), 42), '20261127-090003-42')
})
