import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureShop } from '@saleday/local/shop'
import { explain, UserError } from '@saleday/local/user-error'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from './launch-browser.ts'
import type { Theme } from './open-page.ts'
import { baseUrl, consoleUrl, placeOfItsOwn, shopVariable } from './shop.ts'

/** `npm run pictures`: storefront and console in the middle of a small sale, for the README. */

const folder = fileURLToPath(new URL('../../../docs/pictures', import.meta.url))
const saleDay = fileURLToPath(new URL('../../../load/src/sale-day.ts', import.meta.url))
const themes: readonly Theme[] = ['light', 'dark']
const size = { width: 1440, height: 820 }
const maximumBytes = 200_000
/** A process of order is killed so many seconds after the doors open, and pictures are taken so much later. */
const killAtSeconds = 14
const laterMs = 4_000

const dataDir = mkdtempSync(join(tmpdir(), 'saleday-pictures-'))
try {
  const shop = await ensureShop({ dataDir, args: placeOfItsOwn })
  process.env[shopVariable] = dataDir
  try {
    await takeAll()
  } finally {
    await shop.stop()
  }
} catch (error) {
  const { text, exitCode } = explain(error)
  console.error(text)
  process.exitCode = exitCode
} finally {
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
}

async function takeAll(): Promise<void> {
  const browser = await launchBrowser()
  const sale = spawn(
    process.execPath,
    [saleDay, '--scenario', 'smoke', '--seed', '7', '--data', dataDir, '--kill', `order@${killAtSeconds}s`],
    { stdio: 'inherit' },
  )
  const over = once(sale, 'exit')
  try {
    const consoles = await Promise.all(themes.map((theme) => open(browser, theme, consoleUrl())))
    await Promise.race([
      consoles[0]!
        .getByRole('list', { name: 'Events, the latest first' })
        .getByText('SIGKILL')
        .first()
        .waitFor({ timeout: 120_000 }),
      over.then(() => {
        throw new UserError('The sale was over before a process was killed.', 'Read what it said above.')
      }),
    ])
    await consoles[0]!.waitForTimeout(laterMs)
    for (const [index, theme] of themes.entries()) {
      await keep(consoles[index]!, `console-${theme}`)
      const storefront = await open(browser, theme, baseUrl())
      await storefront.getByText('Halo Noise-Cancelling Headphones').first().waitFor()
      await storefront.locator('.bone').first().waitFor({ state: 'detached' })
      await storefront.waitForFunction(() =>
        [...document.images].every(({ complete, loading }) => complete || loading === 'lazy'),
      )
      await keep(storefront, `storefront-${theme}`)
    }
    await over
  } finally {
    await browser.close()
    sale.kill('SIGINT')
  }
}

async function open(browser: Browser, theme: Theme, url: string): Promise<Page> {
  const context = await browser.newContext({ colorScheme: theme, viewport: size, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(url)
  return page
}

/** As WebP, which the browser writes itself. */
async function keep(page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 85 })
  const path = join(folder, `${name}.webp`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, Buffer.from(data, 'base64'))
  const { size: bytes } = statSync(path)
  if (bytes > maximumBytes) throw new Error(`${path} has ${bytes} bytes: too many for a README.`)
  console.log(`${path}  ${Math.round(bytes / 1000)} kB`)
}
