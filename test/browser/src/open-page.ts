import assert from 'node:assert/strict'
import { after, type TestContext } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from './launch-browser.ts'
import { baseUrl } from './shop.ts'

export type Theme = 'light' | 'dark'
type Options = {
  theme?: Theme
  width?: number
  /** Where relative addresses lead: by default to the storefront. */
  at?: string
  /** Answers that the test brings about on purpose, by their status; 0: none. The browser writes each to its console. */
  expected?: readonly number[]
}

/** The machine may be busy with other things. */
const patienceMs = 20_000

let browser: Promise<Browser> | undefined
after(async () => (await browser)?.close())

/** A visitor whom the shop does not know yet. When the test is over, any fault that the browser has noticed fails it. */
export async function openPage(t: TestContext, options: Options = {}): Promise<Page> {
  const { theme = 'light', width = 1200, at = baseUrl(), expected = [] } = options
  browser ??= launchBrowser()
  const context = await (await browser).newContext({
    baseURL: at,
    colorScheme: theme,
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(patienceMs)
  const faults = await noticeFaults(context, expected)
  t.after(async () => {
    await context.close()
    assert.deepEqual(faults, [], 'the browser noticed faults')
  })
  return context.newPage()
}

async function noticeFaults(context: BrowserContext, expected: readonly number[]): Promise<string[]> {
  const faults: string[] = []
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      console.error(`Content-Security-Policy: ${violatedDirective} forbids ${blockedURI}`)
    })
  })
  context.on('console', (message) => {
    if (message.type() !== 'error' || expected.includes(statusIn(message.text()))) return
    // Something on this machine, such as Docker, has made or removed a network: nobody's fault here.
    if (message.text().includes('ERR_NETWORK_CHANGED')) return
    faults.push(`${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => faults.push(String(error.error().stack)))
  return faults
}

/** Of an answer that the browser complains about; 0 where there was none, NaN where it is about something else. */
function statusIn(text: string): number {
  if (!text.startsWith('Failed to load resource')) return Number.NaN
  return Number(/status of (\d+)/.exec(text)?.[1] ?? 0)
}
