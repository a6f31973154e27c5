import type { Order } from '@saleday/contracts/order'
import { useLocation } from 'preact-iso'
import { dateAndTime } from '../dates.ts'
import { money } from '../money.ts'
import { shortId, stateNames, toneOf } from '../orders/order-words.ts'
import { useRead } from '../reads/use-read.ts'
import { useShop } from '../shop.ts'
import { Failed } from '../ui/failed.tsx'
import { Heading } from '../ui/heading.tsx'
import { LogOutButton } from '../ui/log-out-button.tsx'
import { NeedsCustomer } from '../ui/needs-customer.tsx'

type OrderPage = { items: Order[]; nextCursor: string | null }

const perPage = 10

export const OrdersPage = () => (
  <NeedsCustomer title="Your orders" loading={<OrdersSkeleton />}>
    <Orders />
  </NeedsCustomer>
)

function Orders() {
  const { own } = useShop()
  const { cursor } = useLocation().query
  const query = new URLSearchParams({ limit: String(perPage), ...(cursor ? { cursor } : {}) })
  const { value, error, isLoading, retry } = useRead<OrderPage>(own, `/api/orders?${query}`)
  return (
    <>
      <div class="section-head">
        <Heading>Your orders</Heading>
        <span class="only-narrow">
          <LogOutButton />
        </span>
      </div>
      {isLoading && <OrdersSkeleton />}
      {error !== undefined && (
        <Failed
          what={value ? 'These are your orders as they were a while ago.' : 'Your orders cannot be shown.'}
          error={error}
          retry={retry}
        />
      )}
      {value && (value.items.length > 0 ? <List orders={value.items} /> : <None isFirst={!cursor} />)}
      {(cursor || value?.nextCursor) && (
        <nav class="pager" aria-label="Pages">
          <ul>
            {cursor && (
              <li>
                <a href="/orders">Newest orders</a>
              </li>
            )}
            {value?.nextCursor && (
              <li>
                <a href={`/orders?cursor=${value.nextCursor}`} rel="next">
                  Older orders
                </a>
              </li>
            )}
          </ul>
        </nav>
      )}
    </>
  )
}

const List = ({ orders }: { orders: readonly Order[] }) => (
  <ul class="orders">
    {orders.map(({ id, state, lines, totalCents, placedAt }) => (
      <li key={id} class="order-row">
        <div>
          <h2 class="order-row-name">
            <a href={`/orders/${id}`}>Order {shortId(id)}</a>
          </h2>
          <p class="small">
            <time dateTime={placedAt}>{dateAndTime(placedAt)}</time>
          </p>
        </div>
        <p class="order-row-lines">{lines.map(({ quantity, name }) => `${quantity} × ${name}`).join(', ')}</p>
        <p>
          <span class={`pill pill-${toneOf[state]}`}>{stateNames[state]}</span>
        </p>
        <p class="price">{money(totalCents)}</p>
      </li>
    ))}
  </ul>
)

const None = ({ isFirst }: { isFirst: boolean }) => (
  <div class="empty">
    <p>{isFirst ? 'You have not ordered anything yet.' : 'There are no older orders.'}</p>
    <p>
      <a class="button" href={isFirst ? '/' : '/orders'}>
        {isFirst ? 'Look around' : 'Newest orders'}
      </a>
    </p>
  </div>
)

const OrdersSkeleton = () => (
  <div role="status">
    <span class="visually-hidden">Your orders are being fetched.</span>
    <ul class="orders" aria-hidden="true">
      {[1, 2, 3].map((place) => (
        <li class="order-row" key={place}>
          <span class="bone bone-text" />
        </li>
      ))}
    </ul>
  </div>
)
