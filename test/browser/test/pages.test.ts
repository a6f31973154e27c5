import assert from 'node:assert/strict'
import { test } from 'node:test'
import { violationsOn } from '../src/accessibility.ts'
import { shiftsOn, watchShifts } from '../src/layout-shift.ts'
import { openPage } from '../src/open-page.ts'
import { baseUrl } from '../src/shop.ts'
import { logIn } from '../src/shopping.ts'
import { seeAllOfIt, seePage, storefrontPages } from '../src/storefront-pages.ts'
import { takePicture } from '../src/take-picture.ts'
import { tooWide } from '../src/too-wide.ts'

/** The most that may move while a page comes, as browsers count it. A tenth counts as good. */
const maximumShift = 0.02
const maximumScriptBytes = 90_000

const shop = storefrontPages()

for (const theme of ['light', 'dark'] as const)
  for (const width of [1200, 360])
    test(`every page, ${theme}, ${width} px wide, is accessible, fits, and holds still while it comes`, async (t) => {
      const { customer, pages } = await shop
      const options = { theme, width, expected: [404] }
      const [guest, own] = [await openPage(t, options), await openPage(t, options)]
      await logIn(own, customer)
      for (const page of [guest, own]) await watchShifts(page)
      const faults: string[] = []
      for (const toSee of pages) {
        const page = toSee.asGuest ? guest : own
        try {
          await seePage(page, toSee)
          const { sum, moved } = await shiftsOn(page)
          await seeAllOfIt(page)
          faults.push(
            ...(sum >= maximumShift ? moved : []).map((what) => `${toSee.name}: moved: ${what}`),
            ...(await tooWide(page)).map((what) => `${toSee.name}: too wide: ${what}`),
            ...(await violationsOn(page)).map((what) => `${toSee.name}: ${what}`),
          )
        } catch (error) {
          faults.push(`${toSee.name}: ${error}`)
        }
        await takePicture(page, toSee.name, theme, width)
      }
      assert.deepEqual(faults, [])
    })

test('every page has a strict Content-Security-Policy, and so has the bank’s form', async () => {
  const { pages } = await shop
  for (const path of [...pages.map(({ path }) => path), '/bank/form']) {
    const { headers } = await fetch(baseUrl() + path, { headers: { accept: 'text/html' } })
    const policy = headers.get('content-security-policy') ?? ''
    const directives = new Map(
      policy.split(/; ?/).map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    )
    assert.equal(directives.get('default-src'), "'none'", path)
    assert.equal(directives.get('script-src'), "'self'", path)
    assert.equal(directives.get('style-src'), "'self'", path)
    assert.equal(directives.get('base-uri'), "'none'", path)
    assert.match(directives.get('frame-ancestors') ?? '', path === '/bank/form' ? /^'self'$/ : /^'none'$/, path)
    assert.equal(directives.get('require-trusted-types-for'), "'script'", path)
    assert.doesNotMatch(policy, /unsafe-|\*|https?:/, path)
  }
})

test('the first page needs less than 90 kB of script, compressed', async (t) => {
  const page = await openPage(t)
  const scripts: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script')
      scripts.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  const { pages } = await shop
  await seePage(page, pages[0]!)
  const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0)
  t.diagnostic(`${bytes} bytes of script in ${scripts.length} files`)
  assert.ok(scripts.length > 0 && bytes > 1_000, 'scripts were counted')
  assert.ok(bytes < maximumScriptBytes, `${bytes} bytes`)
})

test('a first visit on a processor four times slower is measured', async (t) => {
  const page = await openPage(t)
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.addInitScript(() => {
    const tasks: PerformanceEntry[] = []
    Object.assign(window, { tasks })
    new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true })
  })
  const { pages } = await shop
  await seePage(page, pages[0]!)
  await page.waitForTimeout(1_000)
  const { paintMs, interactiveMs } = await page.evaluate(() => {
    const { tasks } = window as unknown as { tasks: PerformanceEntry[] }
    const paintMs = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN
    return {
      paintMs,
      interactiveMs: Math.max(paintMs, ...tasks.map(({ startTime, duration }) => startTime + duration)),
    }
  })
  t.diagnostic(`painted after ${Math.round(paintMs)} ms, interactive after ${Math.round(interactiveMs)} ms`)
  assert.ok(interactiveMs >= paintMs && paintMs > 0)
})
