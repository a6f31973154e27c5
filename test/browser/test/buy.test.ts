import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownCustomer, newCustomer, newPerson } from '../src/customer.ts'
import { openPage } from '../src/open-page.ts'
import { productNamed, setPrice, ship, stockOf } from '../src/shop.ts'
import { addToCart, cardForm, cards, fillCard, heading, logIn, pay, payButton, seeConfirmed } from '../src/shopping.ts'

test('a new customer registers on the way to checkout, pays in the bank’s form, and sees the order change', async (t) => {
  const page = await openPage(t)
  const person = newPerson()
  await page.goto('/')
  await page.getByRole('link', { name: 'Halo Noise-Cancelling Headphones' }).first().click()
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByRole('link', { name: 'Go to the cart' }).click()
  await page.getByRole('link', { name: 'Go to checkout' }).click()
  await heading(page, 'Log in').waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Open an account' }).click()
  await page.getByLabel('Your name').fill(person.name)
  await page.getByLabel('Email address').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('main').getByRole('button', { name: 'Open an account' }).click()
  await heading(page, 'Checkout').waitFor()
  await pay(page)
  const orderId = await seeConfirmed(page)

  const customer = await knownCustomer(person)
  const orders = await customer.orders()
  assert.deepEqual(
    orders.map(({ id, lines }) => [id, lines.map(({ name, quantity }) => `${quantity} ${name}`)]),
    [[orderId, ['1 Halo Noise-Cancelling Headphones']]],
  )
  await page.getByText('Live: changes appear here at once.').waitFor()
  await shipped(orderId)
  await heading(page, 'Your order is on its way').waitFor()
  await page.goto('/cart')
  await page.getByText('There is nothing in it yet.').waitFor()
})

/** An order ships when its money and goods are settled, which takes a moment. */
async function shipped(orderId: string): Promise<void> {
  for (let tried = 0; ; tried++) {
    try {
      await ship(orderId)
      return
    } catch (error) {
      if (tried === 50) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

test('pressing the button twice, and the key Enter with it, makes one order', async (t) => {
  const page = await openPage(t)
  const customer = await newCustomer()
  const { id } = await productNamed('Morning Person Mug')
  await customer.putIntoCart({ productId: id, quantity: 2 })
  await logIn(page, customer)
  await page.goto('/checkout')
  await fillCard(page)
  const button = payButton(page)
  await button.dblclick()
  await page.keyboard.press('Enter')
  await seeConfirmed(page)
  assert.equal((await customer.orders()).length, 1)
})

test('a card that is declined leads to no order, and another card to one', async (t) => {
  const page = await openPage(t, { expected: [402] })
  const customer = await newCustomer()
  const { id } = await productNamed('Trail Water Bottle')
  await customer.putIntoCart({ productId: id, quantity: 1 })
  await logIn(page, customer)
  await page.goto('/checkout')
  await pay(page, cards.declined)
  await page.getByRole('alert').getByText('Your card was declined').waitFor()
  assert.deepEqual(
    (await customer.orders()).filter(({ state }) => state === 'confirmed'),
    [],
  )
  await pay(page)
  await seeConfirmed(page)
  assert.equal((await customer.orders()).filter(({ state }) => state === 'confirmed').length, 1)
})

test('a price that changes while the customer pays is shown and asked about', async (t) => {
  const page = await openPage(t, { expected: [409] })
  const customer = await newCustomer()
  const { id, priceCents } = await productNamed('Captain Duck')
  await customer.putIntoCart({ productId: id, quantity: 1 })
  await logIn(page, customer)
  await page.goto('/checkout')
  await page.route(
    '**/api/orders',
    async (route) => {
      await setPrice(id, priceCents + 111)
      await route.continue()
    },
    { times: 1 },
  )
  await pay(page)
  const notice = page.getByRole('alert').filter({ hasText: 'The price has changed' })
  await notice.waitFor()
  const [old, now] = [euros(priceCents), euros(priceCents + 111)]
  assert.match(await notice.innerText(), new RegExp(`You saw ${old}; now it is ${now}`))
  assert.deepEqual(await customer.orders(), [])
  await page.getByRole('button', { name: `Pay ${now}` }).click()
  await seeConfirmed(page)
  assert.deepEqual(
    (await customer.orders()).map(({ totalCents }) => totalCents),
    [priceCents + 111],
  )
})

test('what sells out while the customer pays is named, and can be taken out', async (t) => {
  const page = await openPage(t, { expected: [409] })
  const [customer, other] = [await newCustomer(), await newCustomer()]
  const [suitcase, tote] = [await productNamed('Grand Tour Suitcase'), await productNamed('Market Day Tote')]
  await customer.putIntoCart({ productId: suitcase.id, quantity: 1 }, { productId: tote.id, quantity: 1 })
  await logIn(page, customer)
  await page.goto('/checkout')
  await page.route(
    '**/api/orders',
    async (route) => {
      const { onHand } = await stockOf(suitcase.id)
      await other.buy([{ productId: suitcase.id, quantity: onHand }], onHand * suitcase.priceCents)
      await route.continue()
    },
    { times: 1 },
  )
  await pay(page)
  await page.getByRole('alert').getByText('Not enough is left').waitFor()
  await page.getByRole('button', { name: 'Take out Grand Tour Suitcase' }).click()
  await page.getByRole('button', { name: `Pay ${euros(tote.priceCents)}` }).click()
  await seeConfirmed(page)
  const [order, ...more] = (await customer.orders()).filter(({ state }) => state === 'confirmed')
  assert.deepEqual([order?.lines.map(({ productId }) => productId), more], [[tote.id], []])
})

test('what sold out in the cart cannot be paid for, and the cart says why', async (t) => {
  const page = await openPage(t)
  const [customer, other] = [await newCustomer(), await newCustomer()]
  const { id, priceCents, name } = await productNamed('Dewdrop Copper Can')
  await customer.putIntoCart({ productId: id, quantity: 1 })
  const { onHand } = await stockOf(id)
  await other.buy([{ productId: id, quantity: onHand }], onHand * priceCents)
  await logIn(page, customer)
  await page.goto('/cart')
  await page.getByText('Sold out. Take it out to go on.').waitFor()
  assert.equal(await page.getByRole('link', { name: 'Go to checkout' }).count(), 0)
  await page.getByRole('button', { name: `Take out ${name}` }).click()
  await page.getByText('There is nothing in it yet.').waitFor()
})

test('a customer who cancels an order is asked first, and pays nothing', async (t) => {
  const page = await openPage(t)
  const customer = await newCustomer()
  const { id, priceCents } = await productNamed('Beeswax Dinner Candles')
  const order = await customer.buy([{ productId: id, quantity: 1 }], priceCents)
  await logIn(page, customer)
  await page.goto(`/orders/${order.id}`)
  await page.getByRole('button', { name: 'Cancel this order' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click()
  await seeConfirmed(page)
  await page.getByRole('button', { name: 'Cancel this order' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click()
  await heading(page, 'Your order is cancelled').waitFor()
  assert.equal((await customer.orders())[0]?.state, 'cancelled')
})

test('a card number that is mistyped is explained beside its field, and nothing is sent to the shop', async (t) => {
  const page = await openPage(t)
  const customer = await newCustomer()
  const { id } = await productNamed('Morning Person Mug')
  await logIn(page, customer)
  await addToCart(page, id)
  await page.goto('/checkout')
  await pay(page, '4242 4242 4242 4241')
  await page.getByRole('alert').getByText('One field of your card is not right yet.').waitFor()
  await cardForm(page).getByText('A digit is wrong or missing.').waitFor()
  assert.deepEqual(await customer.orders(), [])
})

const euros = (cents: number) => `€${(cents / 100).toFixed(2)}`
