import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { testChassis } from '@saleday/testing/test-chassis'
import { build } from '../src/build.ts'
import { loadConfig } from '../src/config.ts'
import { pages } from '../src/pages.ts'
import { distFolder, html, icon, openWeb, script } from './open-web.ts'

let web: Awaited<ReturnType<typeof openWeb>>
before(async () => {
  web = await openWeb()
})
after(() => web.close())

const asset = '/assets/index-Ab3_x-9Z.js'
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const codeOf = (body: Buffer) => JSON.parse(body.toString()).code

test('GET of every page gives the one document, to be asked for again, with the headers of a document', async () => {
  for (const path of pages) {
    const { status, headers, body } = await web.get(path.replace(/:\w+/, 'some-thing'), browser)
    assert.deepEqual([status, body.toString()], [200, html], path)
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
    assert.equal(headers['cache-control'], 'no-cache')
    assert.match(
      headers['content-security-policy'] as string,
      /^default-src 'none'; script-src 'self';.*frame-ancestors 'none'/,
    )
    assert.match(headers['content-security-policy'] as string, /require-trusted-types-for 'script'$/)
    assert.doesNotMatch(headers['content-security-policy'] as string, /unsafe/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['referrer-policy'], 'same-origin')
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
    assert.match(headers['permissions-policy'] as string, /camera=\(\)/)
  }
})

test('GET of a page with a query gives the document', async () => {
  assert.equal((await web.get('/search?q=lamp', browser)).body.toString(), html)
})

test('GET of a path that is no page, by a browser, gives the document with 404; by a program, a problem', async () => {
  for (const path of ['/nothing', '/products', '/products/1/2', '/category', '/index.html', '/internal/x']) {
    const shown = await web.get(path, browser)
    assert.deepEqual([shown.status, shown.body.toString()], [404, html], path)
    const told = await web.get(path, { accept: '*/*' })
    assert.deepEqual([told.status, told.headers['content-type']], [404, 'application/problem+json'], path)
    assert.equal(codeOf(told.body), 'not_found')
  }
})

test('GET of a file with a hash in its name lets browsers keep it for ever', async () => {
  const { status, headers, body } = await web.get(asset)
  assert.deepEqual([status, body.toString()], [200, script])
  assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(headers['content-type'], 'text/javascript; charset=utf-8')
  assert.equal((await web.get('/assets/dot-12345678.png')).headers['content-type'], 'image/png')
})

test('GET of another file gives it, to be asked for again', async () => {
  const { status, headers, body } = await web.get('/icon.svg')
  assert.deepEqual([status, body.toString(), headers['cache-control']], [200, icon, 'no-cache'])
})

test('GET gives a file in the smallest encoding that the caller takes, each with an ETag of its own', async () => {
  const as = async (encoding: string) => web.get(asset, encoding === '' ? {} : { 'accept-encoding': encoding })
  for (const [accepted, given] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['BR', 'br'],
    ['brotli', undefined],
    ['', undefined],
  ] as const) {
    const { headers, body } = await as(accepted)
    assert.equal(headers['content-encoding'], given, accepted)
    assert.equal(headers.vary, 'accept-encoding')
    assert.equal(Number(headers['content-length']), body.length)
    const plain = given === 'br' ? brotliDecompressSync(body) : given === 'gzip' ? gunzipSync(body) : body
    assert.equal(plain.toString(), script)
  }
  const etags = await Promise.all(['br', 'gzip', ''].map(async (encoding) => (await as(encoding)).headers.etag))
  assert.equal(new Set(etags).size, 3)
  assert.ok((await as('br')).body.length < script.length / 10)
})

test('GET of what the caller has already answers 304', async () => {
  for (const path of ['/', asset, '/icon.svg']) {
    const { headers } = await web.get(path)
    const again = await web.get(path, { 'if-none-match': `"other", W/${headers.etag}` })
    assert.deepEqual([again.status, again.body.length], [304, 0], path)
    assert.deepEqual([again.headers.etag, again.headers['cache-control']], [headers.etag, headers['cache-control']])
    assert.equal((await web.get(path, { 'if-none-match': '"other"' })).status, 200)
  }
})

test('HEAD is answered as GET is, without a body', async () => {
  for (const path of ['/cart', asset, '/nothing']) {
    const got = await web.get(path, browser)
    const { status, headers, body } = await web.get(path, browser, 'HEAD')
    assert.deepEqual([status, body.length], [got.status, 0])
    assert.equal(headers['content-length'], got.headers['content-length'])
  }
})

test('any other method answers 405', async () => {
  for (const path of ['/', '/cart', asset, '/shop.json', '/nothing'])
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { status, headers, body } = await web.get(path, browser, method)
      assert.deepEqual([status, headers.allow], [405, 'GET, HEAD'], `${method} ${path}`)
      assert.equal(codeOf(body), 'method_not_allowed')
    }
})

test("GET of another version's file sends the browser to ask once more, not for ever, and nobody keeps that", async () => {
  let path = '/assets/index-00000000.js'
  let sentOn = 0
  for (;;) {
    const { status, headers, body } = await web.get(path)
    if (status === 404) {
      assert.equal(codeOf(body), 'not_found')
      break
    }
    assert.deepEqual([status, headers['cache-control']], [307, 'no-store'])
    path = headers.location!
    sentOn += 1
  }
  assert.equal(sentOn, 5)
  assert.equal((await web.get(`${asset}?try=3`)).body.toString(), script)
})

test('GET of a path that leads out of the folder gives nothing', async () => {
  for (const path of [
    '/assets/../../package.json',
    '/assets/%2e%2e%2fpackage.json',
    '/..%2fpackage.json',
    '//icon.svg',
  ])
    assert.ok([400, 404].includes((await web.get(path)).status), path)
})

test('build without a storefront refuses to start, and says what to do', () => {
  const { folder, remove } = distFolder({ 'assets/index-Ab3_x-9Z.js': script })
  for (const distDir of [folder, `${folder}/nowhere`])
    assert.throws(() => build(loadConfig({ DIST_DIR: distDir }), testChassis('web')), {
      name: 'SettingsError',
      message: `There is no storefront in ${distDir}. Build it: npm run build`,
    })
  remove()
})
