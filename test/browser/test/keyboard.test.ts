import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { knownCustomer, newPerson } from '../src/customer.ts'
import { openPage } from '../src/open-page.ts'
import { cardForm, heading, seeConfirmed } from '../src/shopping.ts'

test('the whole purchase by keyboard alone, each focus visible', async (t) => {
  const page = await openPage(t)
  const person = newPerson()
  const main = page.getByRole('main')
  await page.goto('/')
  await page.getByRole('link', { name: 'Halo Noise-Cancelling Headphones' }).first().waitFor()

  await page.keyboard.press('Tab')
  await seeFocus(page.getByRole('link', { name: 'Skip to the content' }))
  await page.keyboard.press('Enter')
  await press(page, 'Enter', main.getByRole('link', { name: 'Halo Noise-Cancelling Headphones' }))
  await heading(page, 'Halo Noise-Cancelling Headphones').waitFor()
  await press(page, 'Enter', main.getByRole('button', { name: 'One more' }))
  await press(page, 'Enter', main.getByRole('button', { name: 'Add to cart' }))
  const toCart = main.getByRole('link', { name: 'Go to the cart' })
  await toCart.waitFor()
  await press(page, 'Enter', toCart)
  const toCheckout = main.getByRole('link', { name: 'Go to checkout' })
  await toCheckout.waitFor()
  await press(page, 'Enter', toCheckout)

  await heading(page, 'Log in').waitFor()
  await press(page, 'Enter', main.getByRole('link', { name: 'Open an account' }))
  await heading(page, 'Open an account').waitFor()
  await type(page, page.getByLabel('Your name'), person.name)
  await type(page, page.getByLabel('Email address'), person.email)
  await type(page, page.getByLabel('Password'), person.password)
  await page.keyboard.press('Enter')

  await heading(page, 'Checkout').waitFor()
  const form = cardForm(page)
  await form.getByLabel('Card number').waitFor()
  await type(page, form.getByLabel('Card number'), '4242424242424242')
  await type(page, form.getByLabel('Expires'), '1240')
  await type(page, form.getByLabel('Security code'), '123')
  await press(page, 'Enter', main.getByRole('button', { name: /^Pay €/ }))
  const orderId = await seeConfirmed(page)
  await seeFocus(heading(page, 'Thank you, your order is confirmed'), { isOutlined: false })

  await press(page, 'Enter', main.getByRole('button', { name: 'Cancel this order' }))
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await seeFocus(main.getByRole('button', { name: 'Cancel this order' }))
  const orders = await (await knownCustomer(person)).orders()
  assert.deepEqual(
    orders.map(({ id, state, lines }) => [id, state, lines[0]?.quantity]),
    [[orderId, 'confirmed', 2]],
  )
})

/** More often than this nobody should have to press Tab, from anywhere to the next thing to do. */
const maximumTabs = 40

async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let tabs = 0; tabs < maximumTabs; tabs++) {
    await page.keyboard.press('Tab')
    if (await hasFocus(wanted)) return seeFocus(wanted)
  }
  assert.fail(`not reached with ${maximumTabs} times Tab: ${wanted}`)
}

async function press(page: Page, key: string, wanted: Locator): Promise<void> {
  await tabTo(page, wanted)
  await page.keyboard.press(key)
}

async function type(page: Page, wanted: Locator, text: string): Promise<void> {
  await tabTo(page, wanted)
  await page.keyboard.type(text)
}

const hasFocus = (wanted: Locator): Promise<boolean> =>
  wanted
    .first()
    .evaluate((element) => element.ownerDocument.hasFocus() && element === element.ownerDocument.activeElement)

/** It has the focus, and one can see that. */
async function seeFocus(wanted: Locator, { isOutlined = true } = {}): Promise<void> {
  assert.ok(await hasFocus(wanted), `${wanted} has the focus`)
  if (!isOutlined) return
  const { outlineStyle, outlineWidth, boxShadow } = await wanted.first().evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
    return { outlineStyle, outlineWidth, boxShadow }
  })
  const isSeen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
  assert.ok(isSeen, `the focus on ${wanted} is visible`)
}
