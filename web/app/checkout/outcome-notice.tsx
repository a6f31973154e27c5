import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { explain } from '../api/failures.ts'
import type { CartReading } from '../cart/use-priced-cart.ts'
import { money } from '../money.ts'
import { useShop } from '../shop.ts'
import type { Intent } from './intent.ts'
import { explainDecline, type Outcome } from './place-order.ts'

type Props = { outcome: Outcome; asked: Intent; priced: CartReading }

/** What has become of the last press on the button, and what can be done now. The focus is led to it. */
export function OutcomeNotice({ outcome, asked, priced }: Props) {
  switch (outcome.is) {
    case 'declined':
      return (
        <Notice title="Your card was declined">
          <p>{explainDecline(outcome.declineCode)} Nothing was charged, and there is no order. Try another card.</p>
        </Notice>
      )
    case 'price_changed':
      return (
        <Notice title="The price has changed" tone="warn">
          <p>
            You saw <s>{money(asked.totalCents)}</s>; now it is <strong>{money(outcome.totalCents)}</strong>. Nothing
            was ordered or charged. If that is all right, pay the new total; otherwise{' '}
            <a href="/cart">change your cart</a>.
          </p>
        </Notice>
      )
    case 'out_of_stock':
      return <OutOfStock outcome={outcome} priced={priced} />
    case 'product_unknown':
      return <NoLongerSold outcome={outcome} priced={priced} />
    case 'timed_out':
      return (
        <Notice title="It took too long">
          <p>Your order could not be completed in time, so it was cancelled. Nothing was charged. Try again.</p>
        </Notice>
      )
    case 'refused':
      return (
        <Notice title="The shop did not take the order">
          <p>{outcome.error.message} Nothing was charged.</p>
        </Notice>
      )
    case 'unknown':
      return <Unknown error={outcome.error} />
    default:
      return null
  }
}

type NoticeProps = { title: string; tone?: 'bad' | 'warn'; children: ComponentChildren }

function Notice({ title, tone = 'bad', children }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.focus()
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={box} class={`notice notice-${tone}`} role="alert" tabIndex={-1}>
      <h2>{title}</h2>
      {children}
    </div>
  )
}

function OutOfStock({ outcome, priced }: { outcome: Outcome & { is: 'out_of_stock' }; priced: CartReading }) {
  const { cart } = useShop()
  return (
    <Notice title="Not enough is left">
      <p>Nothing was ordered or charged.</p>
      <ul class="short-products">
        {outcome.products.map(({ productId, requested, available }) => {
          const line = priced.lines.find((one) => one.productId === productId)
          const name = line?.product?.name ?? 'A product'
          const isMended = !line || line.quantity <= available
          return (
            <li key={productId}>
              <span>
                <strong>{name}</strong>: you wanted {requested},{' '}
                {available === 0 ? 'it is sold out' : `${available} left`}.
              </span>{' '}
              {isMended ? (
                'Changed in your cart.'
              ) : (
                <button
                  type="button"
                  class="button button-quiet"
                  onClick={() =>
                    (available === 0 ? cart.remove(productId) : cart.set(productId, available)).catch(() => {})
                  }
                >
                  {available === 0 ? 'Take out' : `Take ${available}`}
                  <span class="visually-hidden"> {available === 0 ? name : `of ${name}`}</span>
                </button>
              )}
            </li>
          )
        })}
      </ul>
    </Notice>
  )
}

function NoLongerSold({ outcome, priced }: { outcome: Outcome & { is: 'product_unknown' }; priced: CartReading }) {
  const { cart } = useShop()
  const names = outcome.productIds.map(
    (id) => priced.lines.find(({ productId }) => productId === id)?.product?.name ?? 'a product',
  )
  return (
    <Notice title="The shop no longer sells this">
      <p>{names.join(', ')}: nothing was ordered or charged.</p>
      <button
        type="button"
        class="button button-quiet"
        onClick={() => outcome.productIds.map((id) => cart.remove(id).catch(() => {}))}
      >
        Take it out of the cart
      </button>
    </Notice>
  )
}

function Unknown({ error }: { error: unknown }) {
  const { checkout } = useShop()
  return (
    <Notice title="It is not known yet whether you have an order" tone="warn">
      <p>
        {explain(error)} Ask again: whatever happened, you get one order at most, and pay once at most. Until there is
        an answer nothing else can be ordered here.
      </p>
      <p class="buttons">
        <button type="button" class="button button-main" onClick={() => checkout.resume()}>
          Ask again
        </button>
        <a class="button button-quiet" href="/orders">
          Look at your orders
        </a>
      </p>
    </Notice>
  )
}
