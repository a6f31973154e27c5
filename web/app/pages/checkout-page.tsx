import { useEffect } from 'preact/hooks'
import { sameLines } from '../cart/price-cart.ts'
import { usePricedCart } from '../cart/use-priced-cart.ts'
import { PayForm } from '../checkout/pay-form.tsx'
import { useShop } from '../shop.ts'
import { Failed } from '../ui/failed.tsx'
import { Heading } from '../ui/heading.tsx'
import { NeedsCustomer } from '../ui/needs-customer.tsx'
import { useRedirect } from '../ui/use-redirect.ts'
import { CartSkeleton } from './cart-page.tsx'

export const CheckoutPage = () => (
  <NeedsCustomer title="Checkout" loading={<CartSkeleton />}>
    <Checkout />
  </NeedsCustomer>
)

/** Shows where the customer's intent stands: there is one at a time, and none begins before it is decided. */
function Checkout() {
  const { checkout, cart } = useShop()
  const redirect = useRedirect()
  const priced = usePricedCart()
  const { value: state } = checkout.state
  const intent = checkout.intent()
  const outcome = state.is === 'answered' ? state.outcome : undefined
  const orderId =
    outcome && 'order' in outcome ? outcome.order.id : intent?.phase === 'watching' ? intent.orderId : undefined

  useEffect(() => {
    checkout.resume()
  }, [])
  useEffect(() => {
    if (orderId === undefined) return
    checkout.seen()
    redirect(`/orders/${orderId}`)
  }, [orderId])

  if (orderId !== undefined || (intent?.phase === 'sent' && state.is === 'idle')) return <Waiting />
  const isOver = state.is !== 'paying' && outcome?.is !== 'unknown'
  if (isOver && intent?.phase === 'ordered' && sameLines(priced.lines, intent.lines))
    return <OrderedAlready orderId={intent.orderId} />
  if (isOver && priced.is === 'loading') return <Waiting />
  if (isOver && priced.is === 'failed')
    return (
      <>
        <Heading>Checkout</Heading>
        <Failed what="Your cart cannot be read." error={priced.error} retry={cart.load} />
      </>
    )
  if (isOver && priced.lines.length === 0) return <NothingToBuy />
  return <PayForm priced={priced} />
}

const Waiting = () => (
  <>
    <Heading>Checkout</Heading>
    <CartSkeleton />
  </>
)

const NothingToBuy = () => (
  <div class="empty">
    <Heading>Checkout</Heading>
    <p>There is nothing in your cart to pay for.</p>
    <p>
      <a class="button button-main" href="/">
        Look around
      </a>
    </p>
  </div>
)

/** Back from an order, with the same in the cart: perhaps it was not taken out yet, perhaps they want more of it. */
function OrderedAlready({ orderId }: { orderId: string }) {
  const { checkout, cart } = useShop()
  return (
    <div class="empty">
      <Heading>You have ordered this already</Heading>
      <p>What is in your cart is what you have just bought. Nothing more is charged.</p>
      <p class="buttons">
        <a class="button button-main" href={`/orders/${orderId}`}>
          See your order
        </a>
        <button
          type="button"
          class="button"
          onClick={() => {
            checkout.startOver()
            cart.load()
          }}
        >
          Buy the same once more
        </button>
      </p>
    </div>
  )
}
