import axe from 'axe-core'
import type { Frame, Page } from 'playwright-core'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong on the page and in its frames, each with the elements; empty where nothing is. */
export async function violationsOn(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const frame of page.frames()) found.push(...(await violationsIn(frame)))
  return found
}

async function violationsIn(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source)
  return frame.evaluate(async (tags) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations'],
      // A frame without an origin cannot talk with the page: each is looked at by itself.
      iframes: false,
      // It would put the frame's style sheet into a style element, which the policy forbids.
      preload: false,
    })
    return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`))
  }, tags)
}
