import type { Page } from 'playwright-core'
import type { Person } from './customer.ts'

/** What shoppers do, by the roles and names that they see. */

export const cards = { good: '4242 4242 4242 4242', declined: '4000 0000 0000 0002' } as const

export async function logIn(page: Page, person: Person): Promise<void> {
  await page.goto('/login')
  await fillLogin(page, person)
  await seeLoggedIn(page)
}

export const seeLoggedIn = (page: Page) => page.getByRole('banner').getByRole('link', { name: 'Your orders' }).waitFor()

/** On the page for it, wherever that leads then. */
export async function fillLogin(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
}

export async function addToCart(page: Page, productId: string): Promise<void> {
  await page.goto(`/products/${productId}`)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByText('1 in your cart').waitFor()
}

export const cardForm = (page: Page) => page.frameLocator('iframe[title="Card form of Sandbox Bank"]')

export async function fillCard(page: Page, number: string = cards.good): Promise<void> {
  const form = cardForm(page)
  await form.getByLabel('Card number').fill(number)
  await form.getByLabel('Expires').fill('12/40')
  await form.getByLabel('Security code').fill('123')
}

export const payButton = (page: Page) => page.getByRole('button', { name: /^Pay €/ })

/** On the checkout page: the card, and the button. */
export async function pay(page: Page, number?: string): Promise<void> {
  await fillCard(page, number)
  await payButton(page).click()
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })

/** @returns the order's id */
export async function seeConfirmed(page: Page): Promise<string> {
  await heading(page, 'Thank you, your order is confirmed').waitFor()
  return new URL(page.url()).pathname.split('/').at(-1)!
}
