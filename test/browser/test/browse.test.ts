import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { newCustomer } from '../src/customer.ts'
import { openPage } from '../src/open-page.ts'
import { productNamed } from '../src/shop.ts'
import { addToCart, fillLogin, heading, logIn } from '../src/shopping.ts'

const query = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams)
const names = (page: Page) => page.getByRole('main').getByRole('heading', { level: 2 }).allInnerTexts()

test('a search, its filters and its order stand in the address, outlive a reload, and come back by going back', async (t) => {
  const page = await openPage(t)
  await page.goto('/')
  await page.getByRole('searchbox', { name: 'Search for products' }).fill('lamp')
  await page.keyboard.press('Enter')
  await heading(page, 'Results for “lamp”').waitFor()
  await page.locator('.card').first().waitFor()
  const all = await names(page)
  assert.ok(all.length > 1)
  await page.getByLabel('Price').selectOption('Up to €100')
  await page.getByLabel('Sort by').selectOption('Price, high to low')
  await page.getByLabel('In stock', { exact: true }).check()
  await page.waitForURL(/sort=price-down/)
  assert.deepEqual(query(page), { q: 'lamp', max: '100', stock: '1', sort: 'price-down' })
  const prices = (await page.locator('.card .price').allInnerTexts()).map((text) => Number(text.slice(1)))
  assert.ok(prices.length > 0 && prices.every((price) => price <= 100))
  assert.deepEqual(
    prices,
    [...prices].sort((a, b) => b - a),
  )
  const shown = await names(page)

  await page.reload()
  await page.getByRole('link', { name: shown[0]! }).waitFor()
  assert.deepEqual(await names(page), shown)
  await page.getByRole('link', { name: shown[0]! }).click()
  await heading(page, shown[0]!).waitFor()
  await page.goBack()
  await heading(page, 'Results for “lamp”').waitFor()
  assert.deepEqual(await names(page), shown)
  assert.equal(await page.getByLabel('Price').inputValue(), '100')
  assert.equal(await page.getByLabel('In stock', { exact: true }).isChecked(), true)
})

test('pages of a category stand in the address, and going back leads through them', async (t) => {
  const page = await openPage(t)
  await page.goto('/category/kitchen')
  await page.getByRole('link', { name: 'Page 2' }).waitFor()
  const first = await names(page)
  await page.getByRole('link', { name: 'Page 2' }).click()
  await page.waitForURL('**/category/kitchen?page=2')
  const second = await names(page)
  assert.deepEqual(
    second.filter((name) => first.includes(name)),
    [],
  )
  await page.getByRole('link', { name: 'Next' }).click()
  await page.waitForURL('**/category/kitchen?page=3')
  await page.goBack()
  await page.waitForURL('**/category/kitchen?page=2')
  assert.deepEqual(await names(page), second)
  await page.goBack()
  await page.waitForURL('**/category/kitchen')
  assert.deepEqual(await names(page), first)
})

test('a search without a result says so, and filters that leave nothing can be taken away', async (t) => {
  const page = await openPage(t)
  await page.goto('/search?q=zeppelinhangar')
  await page.getByRole('heading', { name: 'Nothing was found' }).waitFor()
  await page.goto('/category/books?offers=1')
  await page.getByRole('heading', { name: 'Nothing fits all of these filters' }).waitFor()
  await page.getByRole('link', { name: 'Take the filters away' }).click()
  await page.getByRole('link', { name: 'Page 2' }).waitFor()
  assert.deepEqual(query(page), {})
})

test('a guest’s cart outlives a reload, and joins the customer’s at login, once', async (t) => {
  const page = await openPage(t)
  const customer = await newCustomer()
  const [duck, mug] = [await productNamed('Captain Duck'), await productNamed('Morning Person Mug')]
  await customer.putIntoCart({ productId: duck.id, quantity: 1 }, { productId: mug.id, quantity: 1 })
  await addToCart(page, duck.id)
  await page.reload()
  await page.getByText('1 in your cart').waitFor()
  await page.goto('/login?next=/cart')
  await fillLogin(page, customer)
  await heading(page, 'Your cart').waitFor()
  const quantityOf = (name: string) => page.getByRole('group', { name: `Quantity of ${name}` }).getByLabel('Quantity')
  await page.getByText('3 pieces').first().waitFor()
  assert.equal(await quantityOf(duck.name).inputValue(), '2')
  assert.equal(await quantityOf(mug.name).inputValue(), '1')
  await page.reload()
  await page.getByText('3 pieces').first().waitFor()

  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByRole('link', { name: 'Log in' }).first().waitFor()
  await page.goto('/cart')
  await page.getByText('There is nothing in it yet.').waitFor()
})

test('quantities in the cart change what it costs, and reach the other tab', async (t) => {
  const page = await openPage(t)
  const { id, name, priceCents } = await productNamed('Morning Person Mug')
  await addToCart(page, id)
  await page.goto('/cart')
  const quantity = page.getByRole('group', { name: `Quantity of ${name}` })
  await quantity.getByRole('button', { name: 'One more' }).click()
  const total = page.getByRole('region', { name: 'Summary' })
  await total
    .getByText(`€${((priceCents * 2) / 100).toFixed(2)}`)
    .first()
    .waitFor()
  await quantity.getByLabel('Quantity').fill('5')
  await quantity.getByLabel('Quantity').press('Enter')
  await total
    .getByText(`€${((priceCents * 5) / 100).toFixed(2)}`)
    .first()
    .waitFor()
  const tab = await page.context().newPage()
  await tab.goto('/cart')
  await tab.getByText('5 pieces').first().waitFor()
})

test('a history of many orders is shown ten at a time', async (t) => {
  const page = await openPage(t)
  const customer = await newCustomer()
  const { id, priceCents } = await productNamed('Market Day Tote')
  for (let count = 0; count < 12; count++) await customer.buy([{ productId: id, quantity: 1 }], priceCents)
  await logIn(page, customer)
  await page.goto('/orders')
  const rows = page.getByRole('link', { name: /^Order / })
  await rows.nth(9).waitFor()
  const newest = await rows.allInnerTexts()
  assert.equal(newest.length, 10)
  await page.getByRole('link', { name: 'Older orders' }).click()
  await page.getByRole('link', { name: 'Newest orders' }).waitFor()
  await rows.nth(1).waitFor()
  const older = await rows.allInnerTexts()
  assert.equal(older.length, 2)
  assert.deepEqual(
    older.filter((name) => newest.includes(name)),
    [],
  )
  await page.goBack()
  await rows.nth(9).waitFor()
  assert.deepEqual(await rows.allInnerTexts(), newest)
})

test('who is not logged in, or asks for what is not there, is told and led on', async (t) => {
  const page = await openPage(t, { expected: [404] })
  const customer = await newCustomer()
  await page.goto('/orders')
  await page.waitForURL('**/login?next=%2Forders')
  await fillLogin(page, customer)
  await page.getByText('You have not ordered anything yet.').waitFor()
  await page.goto('/orders/019b8d2b-0000-7000-8000-000000000000')
  await heading(page, 'You have no such order').waitFor()
  for (const path of ['/no-such-page', '/products/019b8d2b-0000-7000-8000-000000000000', '/category/cars']) {
    await page.goto(path)
    await heading(page, 'There is nothing here').waitFor()
  }
})

test('registering and logging in say what is wrong beside the field, and who is known already', async (t) => {
  const page = await openPage(t, { expected: [401, 409] })
  const customer = await newCustomer()
  await page.goto('/register')
  const open = page.getByRole('main').getByRole('button', { name: 'Open an account' })
  await open.click()
  await page.getByText('Enter your name.').waitFor()
  assert.equal(await page.getByLabel('Your name').evaluate((input) => input === document.activeElement), true)
  await page.getByLabel('Your name').fill(customer.name)
  await page.getByLabel('Email address').fill(customer.email)
  await page.getByLabel('Password').fill('short')
  await open.click()
  await page.getByText('these are 5').waitFor()
  await page.getByLabel('Password').fill('another long password')
  await open.click()
  await page.getByRole('alert').getByText('There is an account with this email address.').waitFor()
  await page.getByRole('alert').getByRole('link', { name: 'Log in' }).click()
  await fillLogin(page, { ...customer, password: 'another long password' })
  await page.getByRole('alert').getByText('Email address or password is wrong.').waitFor()
})
