import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { type Customer, newCustomer } from '../src/customer.ts'
import { openPage } from '../src/open-page.ts'
import { killAll, productNamed, withBankFaults } from '../src/shop.ts'
import { fillCard, fillLogin, heading, logIn, pay, payButton, seeConfirmed } from '../src/shopping.ts'

/** Whatever interrupts a customer who pays, there is one order in the end, and it has the key of the first press. */

test('a reload while the bank makes the token leaves no order, and paying again makes one', async (t) => {
  const { page, customer } = await atCheckout(t)
  const { held } = await holdOnce(page, '**/bank/tokens')
  await pay(page)
  await held
  await page.reload()
  await heading(page, 'Checkout').waitFor()
  assert.deepEqual(await customer.orders(), [])
  await pay(page)
  await seeOneOrder(page, customer)
})

test('a reload with the token there and the order not sent yet goes on with the same key', async (t) => {
  const { page, customer, keys } = await atCheckout(t)
  const { held } = await holdOnce(page, '**/api/orders')
  await pay(page)
  await held
  assert.deepEqual(await customer.orders(), [])
  await page.reload()
  await seeOneOrder(page, customer)
  assertOneKey(keys, 2)
})

test('a reload while the order is placed goes on with the same key', async (t) => {
  const { page, customer, keys } = await atCheckout(t)
  await withBankFaults(t, { slowMs: 1_500 })
  await payUntilPlaced(page, customer)
  await page.reload()
  await seeOneOrder(page, customer)
  assertOneKey(keys, 2)
})

test('a reload after the answer was lost gives the order that there is', async (t) => {
  const { page, customer, keys } = await atCheckout(t)
  const { held } = await holdOnce(page, '**/api/orders', async (route) => {
    await route.fetch()
  })
  await pay(page)
  await held
  assert.equal((await customer.orders()).length, 1)
  await page.reload()
  await seeOneOrder(page, customer)
  assertOneKey(keys, 2)
})

test('a reload of the confirmed order shows it, and going back does not buy again', async (t) => {
  const { page, customer } = await atCheckout(t)
  await pay(page)
  const orderId = await seeOneOrder(page, customer)
  await page.reload()
  assert.equal(await seeOneOrder(page, customer), orderId)
  await page.goBack()
  await page.goto('/checkout')
  await page.getByText(/There is nothing in your cart|You have ordered this already/).waitFor()
  assert.equal(await payButton(page).count(), 0)
})

test('a customer who goes back while the order is placed is told of it, and finds it', async (t) => {
  const { page, customer } = await atCheckout(t, '/cart')
  await withBankFaults(t, { slowMs: 2_500 })
  await payUntilPlaced(page, customer)
  await page.goBack()
  await heading(page, 'Your cart').waitFor()
  await page.getByRole('link', { name: 'See how it stands' }).click()
  await seeOneOrder(page, customer)
})

test('a customer who leaves for another page while the order is placed, and comes back, finds it', async (t) => {
  const { page, customer } = await atCheckout(t)
  await withBankFaults(t, { slowMs: 2_500 })
  await payUntilPlaced(page, customer)
  await page.getByRole('link', { name: 'Saleday, home' }).click()
  await heading(page, 'One day of small prices').waitFor()
  await page.goto('/checkout')
  await seeOneOrder(page, customer)
})

test('a session that ends as the order is sent asks to log in, and goes on with the same intent', async (t) => {
  const { page, customer, keys } = await atCheckout(t, '/checkout', [401])
  await page.route(
    '**/api/orders',
    async (route) => {
      await page.context().clearCookies()
      await route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        json: { type: 'about:blank', title: 'The token has expired', status: 401, code: 'token_expired' },
      })
    },
    { times: 1 },
  )
  await pay(page)
  await heading(page, 'Log in').waitFor()
  assert.deepEqual(await customer.orders(), [])
  await fillLogin(page, customer)
  await seeOneOrder(page, customer)
  assertOneKey(keys, 2)
})

test('a session that is over after a reload asks to log in, and goes on with the same intent', async (t) => {
  const { page, customer, keys } = await atCheckout(t, '/checkout', [401])
  await withBankFaults(t, { slowMs: 1_500 })
  await payUntilPlaced(page, customer)
  await page.context().clearCookies()
  await page.reload()
  await heading(page, 'Log in').waitFor()
  await fillLogin(page, customer)
  await seeOneOrder(page, customer)
  assertOneKey(keys, 2)
})

test('another customer who logs in in the middle does not get the intent', async (t) => {
  const { page, customer } = await atCheckout(t, '/checkout', [401])
  const other = await newCustomer()
  const { held } = await holdOnce(page, '**/api/orders')
  await pay(page)
  await held
  await page.context().clearCookies()
  await page.reload()
  await heading(page, 'Log in').waitFor()
  await fillLogin(page, other)
  await heading(page, 'Checkout').waitFor()
  await page.getByText('There is nothing in your cart to pay for.').waitFor()
  assert.deepEqual([await customer.orders(), await other.orders()], [[], []])
})

test('every process of order killed while the order is placed: one order', async (t) => {
  const { page, customer, keys } = await atCheckout(t, '/checkout', [0, 502, 503, 504])
  await withBankFaults(t, { slowMs: 1_500 })
  await payUntilPlaced(page, customer)
  killAll('order')
  await seeOneOrder(page, customer)
  assertOneKey(keys, 2)
})

test('no token and no part of a card is in the storage of the browser, nor is there after paying', async (t) => {
  const { page, customer } = await atCheckout(t)
  const { held, goOn } = await holdOnce(page, '**/api/orders')
  await pay(page)
  await held
  const during = await storageOf(page)
  await goOn()
  await seeOneOrder(page, customer)
  const refreshTokens = (await page.context().cookies()).filter(({ httpOnly }) => httpOnly).map(({ value }) => value)
  assert.ok(refreshTokens.length > 0, 'the session is in a cookie that scripts cannot read')
  for (const storage of [during, await storageOf(page)]) {
    assert.doesNotMatch(storage, /eyJ[\w-]+\./, 'an access token')
    assert.doesNotMatch(storage, /4242 ?4242/, 'a card number')
    for (const token of refreshTokens) assert.ok(!storage.includes(token), 'a refresh token')
  }
})

/** A customer with something in the cart, on the checkout page or on its way to it by the cart. */
async function atCheckout(t: TestContext, from = '/checkout', expected: number[] = []) {
  const page = await openPage(t, { expected })
  const customer = await newCustomer()
  const { id } = await productNamed('Market Day Tote')
  await customer.putIntoCart({ productId: id, quantity: 1 })
  const keys: string[] = []
  page.on('request', (request) => {
    const key = request.headers()['idempotency-key']
    if (request.method() === 'POST' && new URL(request.url()).pathname === '/api/orders' && key) keys.push(key)
  })
  await logIn(page, customer)
  await page.goto(from)
  if (from === '/cart') await page.getByRole('link', { name: 'Go to checkout' }).click()
  await payButton(page).waitFor()
  return { page, customer, keys }
}

/** Keeps the next such request back, after `before`; `held` is fulfilled when it is there. */
async function holdOnce(page: Page, url: string, before: (route: Route) => Promise<void> = async () => {}) {
  const there = Promise.withResolvers<Route>()
  await page.route(
    url,
    async (route) => {
      await before(route)
      there.resolve(route)
    },
    { times: 1 },
  )
  return { held: there.promise, goOn: async () => (await there.promise).continue() }
}

/** Pays, and waits until the shop has an order that is not decided. */
async function payUntilPlaced(page: Page, customer: Customer): Promise<void> {
  await fillCard(page)
  await payButton(page).click()
  for (;;) {
    const [order] = await customer.orders()
    if (order) return assert.equal(order.state, 'placed')
    await page.waitForTimeout(50)
  }
}

async function seeOneOrder(page: Page, customer: Customer): Promise<string> {
  const orderId = await seeConfirmed(page)
  assert.deepEqual(
    (await customer.orders()).map(({ id, state }) => [id, state]),
    [[orderId, 'confirmed']],
  )
  return orderId
}

function assertOneKey(keys: readonly string[], atLeast: number): void {
  assert.ok(keys.length >= atLeast, `sent ${keys.length} times`)
  assert.equal(new Set(keys).size, 1, 'always with the same key')
}

const storageOf = (page: Page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
