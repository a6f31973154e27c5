import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { testCards } from '../src/card.ts'
import { type OpenBank, openBank } from './open-bank.ts'

let bank: OpenBank
before(async () => {
  bank = await openBank()
})
after(() => bank.close())

const get = (path: string, init: RequestInit = {}) => fetch(bank.publicUrl + path, init)
const card = { number: '4242424242424242', expiryMonth: 12, expiryYear: 2040, cvc: '123' }

test('GET /bank/form gives a page that only pages of its own address may frame, and that runs its own files only', async () => {
  const page = await get('/bank/form')
  assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html; charset=utf-8'])
  const policy = page.headers.get('content-security-policy')!
  for (const part of ["default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'self'"])
    assert.ok(policy.includes(part), part)
  const html = await page.text()
  assert.doesNotMatch(html, /<style|style=|<script>| on\w+=/)
  const named = [...html.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path]) => path!)
  assert.ok(named.length >= 2)
  for (const path of named) assert.equal((await get(path)).status, 200, path)
})

test("GET of the form's files works from a sandbox, whose origin is none", async () => {
  const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' }
  const files = readdirSync(new URL('../form', import.meta.url)).filter((name) => /\.(js|css)$/.test(name))
  assert.ok(files.length > 3)
  for (const name of files) {
    const file = await get(`/bank/form/${name}`, { headers: { origin: 'null' } })
    assert.equal(file.headers.get('content-type'), types[name.endsWith('.js') ? 'js' : 'css'])
    assert.equal(file.headers.get('access-control-allow-origin'), '*')
    assert.equal(file.headers.get('cross-origin-resource-policy'), 'cross-origin')
    assert.equal(await file.text(), readFileSync(new URL(`../form/${name}`, import.meta.url), 'utf8'))
  }
})

test('GET of what is no file of the form is 404 or 400', async () => {
  assert.equal((await get('/bank/form/nothing.js')).status, 404)
  for (const name of ['tsconfig.json', 'page.html', '..%2fpackage.json'])
    assert.equal((await get(`/bank/form/${name}`)).status, 400, name)
})

test('the form offers every test card', () => {
  const html = readFileSync(new URL('../form/page.html', import.meta.url), 'utf8')
  const offered = [...html.matchAll(/data-number="(\d+)"><b>([\d ]+)</g)]
  assert.deepEqual(offered.map(([, number]) => number).sort(), Object.keys(testCards).sort())
  for (const [, number, shown] of offered) assert.equal(shown!.replaceAll(' ', ''), number)
})

test('POST /bank/tokens from a sandbox is answered, refusals too, after a preflight; without cookies', async () => {
  const headers = { origin: 'null', 'sec-fetch-site': 'cross-site' }
  const preflight = await get('/bank/tokens', {
    method: 'OPTIONS',
    headers: { ...headers, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  })
  assert.equal(preflight.status, 204)
  assert.equal(preflight.headers.get('access-control-allow-origin'), '*')
  assert.equal(preflight.headers.get('access-control-allow-methods'), 'POST')
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'content-type')
  for (const [body, status] of [
    [card, 201],
    [{ ...card, number: '4242424242424241' }, 422],
    [{}, 400],
  ] as const) {
    const answer = await get('/bank/tokens', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    assert.deepEqual([answer.status, answer.headers.get('access-control-allow-origin')], [status, '*'])
    assert.equal(answer.headers.get('access-control-allow-credentials'), null)
  }
})

test("the merchant's routes are open to no page", async () => {
  const preflight = await get('/bank/v1/authorisations', { method: 'OPTIONS', headers: { origin: 'null' } })
  assert.equal(preflight.status, 405)
  assert.equal(preflight.headers.get('access-control-allow-origin'), null)
})
