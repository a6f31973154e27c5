import { randomUUID } from 'node:crypto'
import type { Order } from '@saleday/contracts/order'
import { send } from './send.ts'
import { baseUrl } from './shop.ts'

export type Person = { name: string; email: string; password: string }
export type Line = { productId: string; quantity: number }
export type Customer = Awaited<ReturnType<typeof newCustomer>>

/** Somebody who has no account yet. */
export const newPerson = (): Person => ({
  name: 'Mira Holm',
  email: `mira-${randomUUID()}@example.org`,
  password: 'a long enough password',
})

/** Somebody with an account, who also buys past the browser. */
export const newCustomer = async () => knownCustomer(await registered(newPerson()))

async function registered(person: Person): Promise<Person> {
  await send(`${baseUrl()}/api/auth/register`, { method: 'POST', body: person })
  return person
}

/** What the API says of somebody, with a session of their own. */
export async function knownCustomer({ name, email, password }: Person) {
  const { accessToken: token } = await send<{ accessToken: string }>(`${baseUrl()}/api/auth/login`, {
    method: 'POST',
    body: { email, password },
  })
  return {
    name,
    email,
    password,
    async orders(): Promise<Order[]> {
      const { items } = await send<{ items: Order[] }>(`${baseUrl()}/api/orders?limit=50`, { token })
      return items
    },
    async putIntoCart(...lines: Line[]): Promise<void> {
      for (const body of lines)
        await send(`${baseUrl()}/api/cart/items`, {
          method: 'POST',
          token,
          body,
          headers: { 'idempotency-key': randomUUID() },
        })
    },
    /** @returns the order, confirmed */
    async buy(lines: Line[], expectedTotalCents: number): Promise<Order> {
      let order = await send<Order>(`${baseUrl()}/api/orders`, {
        method: 'POST',
        token,
        body: { lines, expectedTotalCents, cardToken: 'tok_test_4242' },
        headers: { 'idempotency-key': randomUUID() },
      })
      while (order.state === 'placed') {
        await new Promise((resolve) => setTimeout(resolve, 200))
        order = await send(`${baseUrl()}/api/orders/${order.id}`, { token })
      }
      if (order.state !== 'confirmed') throw new Error(`The order became ${order.state}: ${order.reason}`)
      return order
    },
  }
}
