import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { violationsOn } from '../src/accessibility.ts'
import { openPage } from '../src/open-page.ts'
import { bankFaults, consoleUrl, shopFile, withBankFaults } from '../src/shop.ts'
import { takePicture } from '../src/take-picture.ts'
import { tooWide } from '../src/too-wide.ts'

test('the console shows every service with its processes ready, and without a token nothing can be done', async (t) => {
  const page = await openConsole(t)
  const { servers } = shopFile()
  for (const [name, { processes }] of Object.entries(servers)) {
    const row = page.locator('li', { has: page.getByRole('heading', { level: 3, name, exact: true }) })
    await row.getByText(`${processes.length}/${processes.length}`).waitFor()
    for (const { pid } of processes) await tile(page, name, pid).waitFor()
  }
  await tile(page, 'order', servers.order.processes[0]!.pid).click()
  await page.getByRole('dialog').getByText('requests/s').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Kill it' }).count(), 0)
})

test('a wrong token does nothing, and is said to be wrong', async (t) => {
  const page = await openConsole(t, { expected: [401] })
  const { pid } = shopFile().servers.cart.processes[0]!
  await signIn(page, 'not-the-token-of-the-operator')
  await kill(page, 'cart', pid)
  await page.getByText("This is not the operator's token: nothing was done.").waitFor()
  process.kill(pid, 0)
})

test('an operator kills a process, sees it go and another in its place', async (t) => {
  const page = await openConsole(t)
  const { pid, slot } = shopFile().servers.order.processes[0]!
  await signIn(page, process.env.OPERATOR_TOKEN!)
  await kill(page, 'order', pid)
  const replacement = () => shopFile().servers.order.processes.find((one) => one.slot === slot && one.pid !== pid)
  while (!replacement()?.ready) await page.waitForTimeout(100)
  await tile(page, 'order', replacement()!.pid).waitFor()
  await tile(page, 'order', pid).waitFor({ state: 'detached' })
  const row = page.locator('li', { has: page.getByRole('heading', { level: 3, name: 'order', exact: true }) })
  await row.getByText('2/2').waitFor()
  await page.getByRole('list', { name: 'Events, the latest first' }).getByText(String(pid)).first().waitFor()
})

test('an operator switches a fault of the bank on, sees it, and mends the bank', async (t) => {
  await withBankFaults(t)
  const page = await openConsole(t)
  await signIn(page, process.env.OPERATOR_TOKEN!)
  await page.getByRole('button', { name: 'Bank', exact: true }).click()
  const panel = page.getByRole('dialog', { name: 'Faults of the bank' })
  await panel.getByLabel('Slow: 2 s more for every call').check()
  await panel.getByRole('button', { name: 'Switch' }).click()
  await page.getByText('slowMs 2000').first().waitFor()
  assert.equal((await bankFaults()).slowMs, 2_000)
  await panel.getByRole('button', { name: 'Mend the bank' }).click()
  await page.getByText('no fault switched on').waitFor()
  assert.ok(!(await bankFaults()).slowMs)
})

for (const theme of ['light', 'dark'] as const)
  for (const width of [1200, 360])
    test(`the console, ${theme}, ${width} px wide, is accessible and fits, with what opens on it`, async (t) => {
      const page = await openConsole(t, { theme, width })
      const faults: string[] = []
      const look = async (name: string) => {
        const found = [...(await tooWide(page)), ...(await violationsOn(page))]
        faults.push(...found.map((what) => `${name}: ${what}`))
        await takePicture(page, name, theme, width)
      }
      await look('console')
      await page.getByRole('button', { name: 'Operator' }).click()
      await look('console-sign-in')
      await page.keyboard.press('Escape')
      await signIn(page, process.env.OPERATOR_TOKEN!)
      await tile(page, 'bank', shopFile().servers.bank.processes[0]!.pid).click()
      await page.getByRole('dialog').getByText('Mend the bank').waitFor()
      await look('console-process')
      assert.deepEqual(faults, [])
    })

type Options = Omit<NonNullable<Parameters<typeof openPage>[1]>, 'at'>

async function openConsole(t: TestContext, options: Options = {}): Promise<Page> {
  const page = await openPage(t, { ...options, at: consoleUrl() })
  await page.goto('/')
  await page.getByRole('heading', { name: 'This machine' }).waitFor()
  await tile(page, 'order', shopFile().servers.order.processes[0]!.pid).waitFor()
  return page
}

/** The tile of a process. */
const tile = (page: Page, service: string, pid: number) =>
  page.getByRole('button', { name: new RegExp(`^${service} .*\\b${pid}\\b`) })

async function signIn(page: Page, token: string): Promise<void> {
  await page.getByRole('button', { name: 'Operator' }).click()
  await page.getByLabel('Token').fill(token)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

async function kill(page: Page, service: string, pid: number): Promise<void> {
  await tile(page, service, pid).click()
  await page.getByRole('button', { name: 'Kill it' }).click()
}
