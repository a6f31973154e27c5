import { useState } from 'preact/hooks'
import { explain } from '../api/failures.ts'
import type { PricedLine } from '../cart/price-cart.ts'
import { type CartReading, usePricedCart } from '../cart/use-priced-cart.ts'
import { useShop } from '../shop.ts'
import { Failed } from '../ui/failed.tsx'
import { Heading } from '../ui/heading.tsx'
import { Price } from '../ui/price.tsx'
import { QuantityPicker } from '../ui/quantity-picker.tsx'

export function CartPage() {
  const { session, checkout } = useShop()
  const cart = usePricedCart()
  // Reading it makes the page follow it.
  const isPaying = checkout.state.value.is === 'paying' || checkout.isOpen()
  return (
    <>
      <Heading>Your cart</Heading>
      {isPaying && (
        <p class="notice">
          What you have paid for last is not decided yet. <a href="/checkout">See how it stands</a>
        </p>
      )}
      {session.state.value.is === 'unreachable' && (
        <p class="notice">
          Logging in does not work now, so this is a cart for the time being. It is kept, and joined with yours as soon
          as you are logged in.
        </p>
      )}
      <Content cart={cart} />
    </>
  )
}

function Content({ cart }: { cart: CartReading }) {
  if (cart.is === 'loading') return <CartSkeleton />
  if (cart.is === 'failed') return <Failed what="Your cart cannot be shown." error={cart.error} retry={cart.retry} />
  if (cart.lines.length === 0)
    return (
      <div class="empty">
        <p>There is nothing in it yet.</p>
        <p>
          <a class="button button-main" href="/">
            Look around
          </a>
        </p>
      </div>
    )
  return (
    <div class="cart">
      <div>
        {cart.error !== undefined && (
          <Failed what="This is the cart as it was a while ago." error={cart.error} retry={cart.retry} />
        )}
        {cart.productError !== undefined && (
          <Failed what="Some products cannot be shown." error={cart.productError} retry={cart.retry} />
        )}
        <ul class="cart-lines">
          {cart.lines.map((line) => (
            <CartLine key={line.productId} line={line} isLoading={cart.productError === undefined} />
          ))}
        </ul>
      </div>
      <Summary cart={cart} />
    </div>
  )
}

/** `isLoading`: what is not known of its product is on its way. */
function CartLine({ line, isLoading }: { line: PricedLine; isLoading: boolean }) {
  const { cart, announce } = useShop()
  const { productId, product, quantity, lineCents, hindrance } = line
  const [changing, setChanging] = useState<{ to: number } | undefined>()
  const [error, setError] = useState<unknown>()
  const name = product?.name ?? 'A product'

  async function change(to: number) {
    setChanging({ to })
    setError(undefined)
    try {
      if (to === 0) await cart.remove(productId)
      else await cart.set(productId, to)
      announce(to === 0 ? `${name} is out of your cart.` : `${to} of ${name} are in your cart.`)
    } catch (failed) {
      setError(failed)
    } finally {
      setChanging(undefined)
    }
  }

  return (
    <li class="cart-line" aria-busy={changing !== undefined}>
      {product ? (
        <img src={product.imageUrl} alt="" width={400} height={400} loading="lazy" />
      ) : (
        <div class="cart-line-picture bone" />
      )}
      <div class="cart-line-words">
        <h2 class="cart-line-name">
          {product || !isLoading ? <a href={`/products/${productId}`}>{name}</a> : <span class="bone bone-text" />}
        </h2>
        <p class="small">
          {product ? (
            <>
              <Price cents={product.priceCents} /> each
            </>
          ) : isLoading ? (
            <span class="bone bone-short" />
          ) : (
            'Its price is not known now.'
          )}
        </p>
        {hindrance && (
          <p class="field-error" role="status">
            {hindrance === 'sold_out' ? (
              'Sold out. Take it out to go on.'
            ) : (
              <>
                Only {product?.available} left.{' '}
                <button type="button" class="link" onClick={() => change(product!.available)}>
                  Take {product?.available}
                </button>
              </>
            )}
          </p>
        )}
        {error !== undefined && (
          <p class="field-error" role="alert">
            This was not changed. {explain(error)}
          </p>
        )}
        <div class="cart-line-tools">
          <QuantityPicker
            of={name}
            quantity={changing && changing.to > 0 ? changing.to : quantity}
            isBusy={changing !== undefined}
            onChange={change}
          />
          <button type="button" class="link" onClick={() => change(0)}>
            Take out<span class="visually-hidden"> {name}</span>
          </button>
        </div>
      </div>
      <p class="cart-line-total">{lineCents === undefined ? '–' : <Price cents={lineCents} />}</p>
    </li>
  )
}

function Summary({ cart: { totalCents, canBeBought, lines, productError } }: { cart: CartReading }) {
  const { session } = useShop()
  const pieces = lines.reduce((sum, { quantity }) => sum + quantity, 0)
  return (
    <section class="summary" aria-labelledby="summary">
      <h2 id="summary">Summary</h2>
      <dl>
        <div class="summary-row">
          <dt>{pieces === 1 ? '1 piece' : `${pieces} pieces`}</dt>
          <dd>{totalCents === undefined ? '–' : <Price cents={totalCents} />}</dd>
        </div>
        <div class="summary-row">
          <dt>Shipping</dt>
          <dd>free</dd>
        </div>
        <div class="summary-sum">
          <dt>Total</dt>
          <dd>
            {totalCents !== undefined ? (
              <Price cents={totalCents} />
            ) : productError === undefined ? (
              '–'
            ) : (
              'not known now'
            )}
          </dd>
        </div>
      </dl>
      {canBeBought ? (
        <a class="button button-main button-wide" href="/checkout">
          Go to checkout
        </a>
      ) : (
        <p class="small">
          {totalCents === undefined
            ? 'As soon as all prices are known you can go to checkout.'
            : 'Something in your cart cannot be bought as it is. Change it, then go to checkout.'}
        </p>
      )}
      {session.state.value.is === 'guest' && canBeBought && <p class="small">You log in there, or open an account.</p>}
    </section>
  )
}

export const CartSkeleton = () => (
  <div class="cart" role="status">
    <span class="visually-hidden">Your cart is being fetched.</span>
    <ul class="cart-lines" aria-hidden="true">
      {[1, 2].map((place) => (
        <li class="cart-line" key={place}>
          <div class="cart-line-picture bone" />
          <div class="cart-line-words">
            <span class="bone bone-text" />
            <span class="bone bone-short" />
          </div>
        </li>
      ))}
    </ul>
    <div class="summary bone" aria-hidden="true" />
  </div>
)
