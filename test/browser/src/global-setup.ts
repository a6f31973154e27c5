import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureShop, type RunningShop } from '@saleday/local/shop'
import { explain } from '@saleday/local/user-error'
import { findBrowser } from './find-browser.ts'
import { placeOfItsOwn, shopVariable } from './shop.ts'

/**
 * For `node --test --test-global-setup`: one shop for all test files, with data and ports of its own. Where the variable
 * names the data of a shop that runs already, the tests go there, and it is left running.
 */

let shop: RunningShop | undefined
let folder: string | undefined

export async function globalSetup(): Promise<void> {
  try {
    findBrowser()
    // Orders are shipped by the tests that look at it.
    process.env.SHIP_AFTER_SECONDS ??= '86400'
    process.env.OPERATOR_TOKEN ??= randomUUID()
    const dataDir = process.env[shopVariable] ?? newFolder()
    shop = await ensureShop({ dataDir, args: placeOfItsOwn })
    process.env[shopVariable] = dataDir
  } catch (error) {
    const { text, exitCode } = explain(error)
    console.error(text)
    await globalTeardown()
    process.exit(exitCode)
  }
}

export async function globalTeardown(): Promise<void> {
  await shop?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

function newFolder(): string {
  folder = mkdtempSync(join(tmpdir(), 'saleday-browser-'))
  return folder
}
