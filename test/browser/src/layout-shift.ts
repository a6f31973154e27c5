import type { Page } from 'playwright-core'
import { withoutCache } from './without-cache.ts'

type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] }
type Shifts = { sum: number; moved: string[] }

/** Counts from the start of each document how far things move that nobody has asked to move. Answers come from no cache. */
export async function watchShifts(page: Page): Promise<void> {
  await withoutCache(page)
  await page.addInitScript(() => {
    const shifts: Shifts = { sum: 0, moved: [] }
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as Shift[]) {
        if (hadRecentInput) continue
        shifts.sum += value
        const names = sources.map(({ node }) =>
          node instanceof Element ? `<${node.localName} class="${node.className}">` : '?',
        )
        shifts.moved.push(`${value.toFixed(3)} ${names.join(' ')}`)
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

export const shiftsOn = (page: Page): Promise<Shifts> =>
  page.evaluate(() => (window as unknown as { shifts: Shifts }).shifts)
