import type { Page } from 'playwright-core'

/** From now on the page has nothing but what it asks the shop for. */
export async function withoutCache(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
}
