import type { Page } from 'playwright-core'
import { type Customer, newCustomer } from './customer.ts'
import { productNamed } from './shop.ts'
import { cardForm } from './shopping.ts'

export type PageToSee = {
  name: string
  path: string /** A text that is there when all is there. */
  until: string
  asGuest?: true
}

/** A customer who has an order, and things in the cart, and all pages that there are to see. */
export async function storefrontPages(): Promise<{ customer: Customer; pages: readonly PageToSee[] }> {
  const customer = await newCustomer()
  const [tote, candles] = [await productNamed('Market Day Tote'), await productNamed('Beeswax Dinner Candles')]
  const [seeds, bottle] = [await productNamed('Cottage Seed Collection'), await productNamed('Trail Water Bottle')]
  const order = await customer.buy(
    [
      { productId: seeds.id, quantity: 2 },
      { productId: bottle.id, quantity: 1 },
    ],
    2 * seeds.priceCents + bottle.priceCents,
  )
  await customer.putIntoCart({ productId: tote.id, quantity: 1 }, { productId: candles.id, quantity: 3 })
  const pages: readonly PageToSee[] = [
    { name: 'home', path: '/', until: 'Halo Noise-Cancelling Headphones' },
    { name: 'category', path: '/category/kitchen', until: 'Next' },
    { name: 'search', path: '/search?q=lamp&sort=price-up', until: 'Sort by' },
    { name: 'search-nothing', path: '/search?q=zeppelinhangar', until: 'Nothing was found' },
    { name: 'product', path: `/products/${tote.id}`, until: 'More of Bags' },
    { name: 'cart', path: '/cart', until: 'Go to checkout' },
    { name: 'checkout', path: '/checkout', until: '3 × Beeswax Dinner Candles' },
    { name: 'orders', path: '/orders', until: 'Confirmed' },
    { name: 'order', path: `/orders/${order.id}`, until: 'Live: changes appear here at once.' },
    { name: 'not-found', path: '/no-such-page', until: 'There is nothing here' },
    { name: 'login', path: '/login', until: 'You are new here?', asGuest: true },
    { name: 'register', path: '/register', until: 'You have an account?', asGuest: true },
    { name: 'cart-empty', path: '/cart', until: 'There is nothing in it yet.', asGuest: true },
  ]
  return { customer, pages }
}

/** Opens it anew, and waits until all of it that is in sight is there. */
export async function seePage(page: Page, { path, until }: PageToSee): Promise<void> {
  await page.goto(path)
  await page.getByText(until).first().waitFor({ state: 'attached' })
  await page.locator('.bone').first().waitFor({ state: 'detached' })
  if (path === '/checkout') await cardForm(page).getByLabel('Card number').waitFor()
  await picturesThere(page)
}

/** Scrolls through the page, since pictures further down come when they are scrolled to. */
export async function seeAllOfIt(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {
      scrollTo(0, top)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  })
  await picturesThere(page)
  await page.evaluate(() => scrollTo(0, 0))
}

/** Those that the browser has begun to fetch, and that can be seen. */
const picturesThere = (page: Page) =>
  page.waitForFunction(() =>
    [...document.images].every((image) => {
      const { top, bottom } = image.getBoundingClientRect()
      return image.complete || bottom < 0 || top > innerHeight
    }),
  )
