import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from './find-browser.ts'

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: findBrowser(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
