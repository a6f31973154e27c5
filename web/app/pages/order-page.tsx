import type { OrderDetail, OrderState } from '@saleday/contracts/order'
import { useEffect, useRef } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { dateAndTime, timeOfDay } from '../dates.ts'
import { money } from '../money.ts'
import { CancelOrder } from '../orders/cancel-order.tsx'
import { isFinal, orderWords, shortId, stateNames } from '../orders/order-words.ts'
import { useOrder } from '../orders/use-order.ts'
import { useShop } from '../shop.ts'
import { Failed } from '../ui/failed.tsx'
import { Heading } from '../ui/heading.tsx'
import { NeedsCustomer } from '../ui/needs-customer.tsx'

export const OrderPage = () => {
  const { orderId = '' } = useRoute().params
  return (
    <NeedsCustomer title="Your order" loading={<OrderSkeleton />}>
      <FollowedOrder key={orderId} orderId={orderId} />
    </NeedsCustomer>
  )
}

function FollowedOrder({ orderId }: { orderId: string }) {
  const { value: order, error, isMissing, isLive, retry } = useOrder(orderId)
  useAnnouncedState(order)
  if (order) return <OrderView order={order} isLive={isLive} />
  if (isMissing)
    return (
      <div class="empty">
        <Heading>You have no such order</Heading>
        <p>The address may be mistyped, or the order is another customer's.</p>
        <p>
          <a class="button" href="/orders">
            Your orders
          </a>
        </p>
      </div>
    )
  return (
    <>
      <Heading>Your order</Heading>
      {error === undefined ? (
        <OrderSkeleton />
      ) : (
        <Failed what="Your order is safe, but cannot be shown now." error={error} retry={retry} />
      )}
    </>
  )
}

/** What changes while the customer looks is said aloud; what was so from the start is read anyway. */
function useAnnouncedState(order: OrderDetail | undefined) {
  const { announce } = useShop()
  const said = useRef<OrderState | undefined>(undefined)
  useEffect(() => {
    if (!order) return
    if (said.current !== undefined && said.current !== order.state) {
      const { title, text } = orderWords(order)
      announce(`${title}. ${text}`)
    }
    said.current = order.state
  }, [order?.state])
}

function OrderView({ order, isLive }: { order: OrderDetail; isLive: boolean | undefined }) {
  const { title, text, tone } = orderWords(order)
  return (
    <>
      <div class={`order-head order-head-${tone}`}>
        <Heading title={`Order ${shortId(order.id)}`}>{title}</Heading>
        <p>{text}</p>
        <p class="small">
          Order {shortId(order.id)}, placed on <time dateTime={order.placedAt}>{dateAndTime(order.placedAt)}</time>
        </p>
      </div>
      <div class="order">
        <div>
          <Bought order={order} />
          {order.notices.map(({ text: notice, at }) => (
            <p class="notice" key={at}>
              {notice} <span class="small">{dateAndTime(at)}</span>
            </p>
          ))}
          {order.state === 'confirmed' && <CancelOrder orderId={order.id} />}
          {order.reason === 'payment_declined' || order.reason === 'timed_out' || order.reason === 'out_of_stock' ? (
            <p>
              <a class="button button-main" href="/cart">
                Back to your cart
              </a>
            </p>
          ) : null}
        </div>
        <section class="summary" aria-labelledby="history">
          <h2 id="history">How it stands</h2>
          <History order={order} />
          {!isFinal(order.state) && isLive !== undefined && (
            <p class={isLive ? 'live live-on small' : 'live small'}>
              {isLive
                ? 'Live: changes appear here at once.'
                : 'The live view is away. We ask every few seconds instead.'}
            </p>
          )}
        </section>
      </div>
    </>
  )
}

const Bought = ({ order }: { order: OrderDetail }) => (
  <div class="table-frame">
    <table class="bought">
      <caption class="visually-hidden">What you ordered</caption>
      <thead>
        <tr>
          <th scope="col">Product</th>
          <th scope="col">Quantity</th>
          <th scope="col">Price</th>
        </tr>
      </thead>
      <tbody>
        {order.lines.map(({ productId, name, quantity, unitPriceCents }) => (
          <tr key={productId}>
            <td>
              <a href={`/products/${productId}`}>{name}</a>
            </td>
            <td>
              {quantity} × {money(unitPriceCents)}
            </td>
            <td>{money(unitPriceCents * quantity)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={2}>
            Total
          </th>
          <td>{money(order.totalCents)}</td>
        </tr>
        {order.refunds.map(({ refundId, amountCents, state }) => (
          <tr key={refundId}>
            <th scope="row" colSpan={2}>
              {{ refunded: 'Given back', refunding: 'Being given back', refused: 'Refund refused' }[state]}
            </th>
            <td>{money(-amountCents)}</td>
          </tr>
        ))}
      </tfoot>
    </table>
  </div>
)

/** What has happened, and what is still to come where all goes well. */
function History({ order: { events, state } }: { order: OrderDetail }) {
  const coming: OrderState[] = state === 'placed' ? ['confirmed', 'shipped'] : state === 'confirmed' ? ['shipped'] : []
  return (
    <ol class="history">
      {events.map(({ state: past, at }) => (
        <li key={`${past} ${at}`} class={`history-done history-${past}`}>
          <span>{past === 'placed' ? 'Placed' : past === 'cancelling' ? 'Refused' : stateNames[past]}</span>{' '}
          <time class="small" dateTime={at}>
            {timeOfDay(at)}
          </time>
        </li>
      ))}
      {coming.map((future) => (
        <li key={future} class="history-coming">
          {stateNames[future]} <span class="visually-hidden">(to come)</span>
        </li>
      ))}
    </ol>
  )
}

const OrderSkeleton = () => (
  <div class="order" role="status">
    <span class="visually-hidden">Your order is being fetched.</span>
    <div class="table-frame bone" aria-hidden="true" />
    <div class="summary bone" aria-hidden="true" />
  </div>
)
