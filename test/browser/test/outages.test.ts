import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newCustomer } from '../src/customer.ts'
import { openPage } from '../src/open-page.ts'
import { halt, productNamed } from '../src/shop.ts'
import { addToCart, heading, logIn, pay, seeConfirmed, seeLoggedIn } from '../src/shopping.ts'
import { withoutCache } from '../src/without-cache.ts'

/** What the gateway and the browser say while a service is away. */
const expected = [0, 429, 502, 503, 504]
/** The client tries for half a minute before it says that it does not know. */
const longerThanTheClient = { timeout: 60_000 }

test('order is away: the page says that it does not know, shows the rest of the shop, and gets the one order when it is back', async (t) => {
  const page = await openPage(t, { expected })
  const customer = await newCustomer()
  const { id } = await productNamed('Market Day Tote')
  await customer.putIntoCart({ productId: id, quantity: 1 })
  await logIn(page, customer)
  await page.goto('/checkout')
  const history = await page.context().newPage()

  const order = halt(t, 'order')
  await pay(page)
  await history.goto('/orders')
  await history.getByText('Your orders cannot be shown.').waitFor()
  await history.goto('/')
  await history.getByRole('link', { name: 'Halo Noise-Cancelling Headphones' }).first().waitFor()
  await history.goto('/orders')
  await page.getByText('It is not known yet whether you have an order').waitFor(longerThanTheClient)
  assert.equal(await page.getByRole('button', { name: /^Pay/ }).count(), 0, 'nothing else can be bought meanwhile')

  order.goOn()
  await page.getByRole('button', { name: 'Ask again' }).click()
  const orderId = await seeConfirmed(page)
  const [only, ...more] = await customer.orders()
  assert.deepEqual([only?.id, more], [orderId, []])
  await history.getByRole('link', { name: /^Order / }).waitFor()
})

test('product is away: each part of a page says so and keeps its place, and is there by itself when product is back', async (t) => {
  const page = await openPage(t, { expected })
  const customer = await newCustomer()
  const { id } = await productNamed('Captain Duck')
  await customer.putIntoCart({ productId: id, quantity: 3 })
  await logIn(page, customer)
  const cart = await page.context().newPage()

  for (const each of [page, cart]) await withoutCache(each)
  const product = halt(t, 'product')
  await page.goto('/')
  await cart.goto('/cart')
  await heading(page, 'One day of small prices').waitFor()
  // A browser asks a host six things at a time: what waits for its turn is given up later than what was asked first.
  await page.getByText('The doorbusters cannot be shown.').waitFor(longerThanTheClient)
  await page.getByText('This shelf cannot be shown.').first().waitFor(longerThanTheClient)
  await cart.getByText('Some products cannot be shown.').waitFor(longerThanTheClient)
  await cart.getByText('As soon as all prices are known you can go to checkout.').waitFor()

  product.goOn()
  await page.getByRole('link', { name: 'Halo Noise-Cancelling Headphones' }).first().waitFor()
  await page.getByText('This shelf cannot be shown.').first().waitFor({ state: 'hidden' })
  await cart.bringToFront()
  await cart.getByRole('link', { name: 'Go to checkout' }).waitFor()
})

test('cart is away: what was not added is said, and trying again adds it once', async (t) => {
  const page = await openPage(t, { expected })
  const { id } = await productNamed('Captain Duck')
  await page.goto(`/products/${id}`)
  const cart = halt(t, 'cart')
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByRole('alert').getByText('It is not in your cart.').waitFor()
  cart.goOn()
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByText('1 in your cart').waitFor()
})

test('auth is away: the shop can be looked at, a log-in says why it fails, and works when auth is back', async (t) => {
  const page = await openPage(t, { expected })
  const customer = await newCustomer()
  const { id } = await productNamed('Captain Duck')
  const auth = halt(t, 'auth')
  await addToCart(page, id)
  await page.goto('/login')
  await page.getByLabel('Email address').fill(customer.email)
  await page.getByLabel('Password').fill(customer.password)
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('alert').getByText('You are not logged in.').waitFor()
  auth.goOn()
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
  await seeLoggedIn(page)
})
