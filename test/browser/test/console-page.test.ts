import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Frame } from '@saleday/console/frame'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { violationsOn } from '../src/accessibility.ts'
import { launchBrowser } from '../src/launch-browser.ts'
import { openWall, token, type Wall } from '../src/open-wall.ts'

const sizes = {
  wall: { width: 1920, height: 1080 },
  laptop: { width: 1280, height: 720 },
  tablet: { width: 768, height: 1024 },
  phone: { width: 360, height: 740 },
}
const podsOf = ({ nodes }: Frame) => nodes.flatMap(({ pods }) => pods)

describe("the console's page", () => {
  let wall: Wall
  let browser: Browser
  before(async () => {
    wall = await openWall()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await wall?.close()
  })

  /** What the browser complains of is kept in `complaints`. */
  async function look(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ viewport: sizes.wall, reducedMotion: 'reduce', ...options })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(wall.url)) complaints.push(`asked ${request.url()}`)
    })
    await page.goto(wall.url)
    await page.locator('.tile').first().waitFor()
    return { page, complaints }
  }

  test('shows every pod and draws its plots within its policy, and asks nobody else', async () => {
    const { page, complaints } = await look()
    wall.tell()
    assert.equal(await page.locator('.tile').count(), podsOf(wall.frame()).length)
    assert.equal(await page.locator('.plot canvas').count(), 1)
    assert.equal((await page.locator('.spark-line[d^="M"]').count()) > 0, true)
    assert.deepEqual(complaints, [])
    await page.context().close()
  })

  test('shows the state of a pod in words when it is killed, and failed customers in digits', async () => {
    const { page } = await look()
    const victim = podsOf(wall.frame())[3]!
    wall.tell((frame) => ({
      ...frame,
      failedCustomers: 12,
      nodes: frame.nodes.map((node) => ({
        ...node,
        pods: node.pods.map((pod) => (pod.id === victim.id ? { ...pod, phase: 'killed', reason: 'SIGKILL' } : pod)),
      })),
    }))
    await page.getByRole('button', { name: `${victim.service} killed` }).waitFor()
    assert.equal(await page.locator('.digits').innerText(), '12')
    await page.context().close()
  })

  for (const [name, viewport] of Object.entries(sizes))
    for (const colorScheme of ['light', 'dark'] as const)
      test(`has no barrier and nothing wider than a ${name} in the ${colorScheme} theme`, async () => {
        const { page } = await look({ viewport, colorScheme })
        assert.deepEqual(await violationsOn(page), [])
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport.width)
        await page.locator('.tile button').first().click()
        await page.getByRole('dialog').waitFor()
        assert.deepEqual(await violationsOn(page), [])
        await page.context().close()
      })

  test('leads by the arrow keys from pod to pod; Enter opens one, and Escape gives the focus back', async () => {
    const { page } = await look()
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('data-pod') ?? null)
    const [first, second] = podsOf(wall.frame())
    await page.locator('.tile button[tabindex="0"]').focus()
    assert.equal(await focused(), first!.id)
    await page.keyboard.press('ArrowRight')
    assert.equal(await focused(), second!.id)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    assert.equal(await focused(), second!.id)
    await page.context().close()
  })

  test("shows a pod's commands to everybody, and offers no action without a token", async () => {
    const { page } = await look()
    const [pod] = podsOf(wall.frame())
    await page.locator(`[data-pod="${pod!.id}"]`).click()
    const panel = page.getByRole('dialog')
    assert.match(await panel.innerText(), new RegExp(`kubectl .* delete pod ${pod!.name} --grace-period=0 --force`))
    assert.equal(await panel.getByRole('button', { name: 'Kill it', exact: true }).count(), 0)
    await page.context().close()
  })

  test('kills a pod by keyboard once that is confirmed, and says what was done', async () => {
    const { page } = await look()
    await signIn(page, token)
    const pod = podsOf(wall.frame()).find(({ service }) => service === 'order')!
    await page.locator(`[data-pod="${pod.id}"]`).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Kill it', exact: true }).waitFor()
    assert.deepEqual(wall.done, [])
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('did kill').first().waitFor()
    assert.deepEqual(wall.done.splice(0), [{ pod: pod.name }])
    await page.context().close()
  })

  test("switches the bank's faults, and shows the command for what is chosen", async () => {
    const { page } = await look()
    await signIn(page, token)
    await page.getByRole('button', { name: 'Bank', exact: true }).click()
    const panel = page.getByRole('dialog', { name: 'Faults of the bank' })
    await panel.getByLabel('Slow').check()
    await panel.getByText('"slowMs":2000').waitFor()
    await panel.getByRole('button', { name: 'Switch', exact: true }).click()
    await page.getByText('did bank').first().waitFor()
    const [faults] = wall.done.splice(0) as Record<string, unknown>[]
    assert.equal(faults!.slowMs, 2_000)
    await page.context().close()
  })

  test('forgets a token that is not the right one, and says that nothing was done', async () => {
    const { page } = await look()
    await signIn(page, 'guessed')
    await page.locator('.tile button').first().click()
    await page.getByRole('button', { name: 'Kill it', exact: true }).click()
    await page.getByText('This is not the operator').waitFor()
    await page.getByRole('button', { name: 'Operator', exact: true }).waitFor()
    assert.deepEqual(wall.done, [])
    await page.context().close()
  })

  test('says that there is no news when none comes, and is live when it comes again', async () => {
    const { page } = await look()
    await page.getByText(/no news for \d+ s, reconnecting/).waitFor()
    await page.getByText('What you see is old.').waitFor()
    wall.tell()
    await page.getByText('live', { exact: true }).waitFor()
    await page.context().close()
  })
})

async function signIn(page: Page, typed: string): Promise<void> {
  await page.getByRole('button', { name: 'Operator', exact: true }).click()
  await page.getByLabel('Token').fill(typed)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}
