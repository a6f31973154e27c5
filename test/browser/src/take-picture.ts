import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import type { Theme } from './open-page.ts'

const folder = process.env.SCREENSHOTS ?? fileURLToPath(new URL('../screenshots', import.meta.url))

/** The whole page, kept for people to look at: `home-dark-360.png`. */
export async function takePicture(page: Page, name: string, theme: Theme, width: number): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}-${theme}-${width}.png`), fullPage: true })
}
