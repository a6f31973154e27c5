import { useRef, useState } from 'preact/hooks'
import { explain } from '../api/failures.ts'
import type { CartReading } from '../cart/use-priced-cart.ts'
import { money } from '../money.ts'
import { useShop } from '../shop.ts'
import { Failed } from '../ui/failed.tsx'
import { Heading } from '../ui/heading.tsx'
import { OutcomeNotice } from './outcome-notice.tsx'
import { agreeOn } from './price-agreement.ts'
import { useCardForm } from './use-card-form.ts'

/** What is bought, the bank's form for the card, and the button. */
export function PayForm({ priced }: { priced: CartReading }) {
  const { checkout, theme } = useShop()
  const { value: state } = checkout.state
  const card = useCardForm(theme.now.value)
  const [isAskingBank, setAskingBank] = useState(false)
  const [cardMistake, setCardMistake] = useState<string>()
  const busy = useRef(false)
  const outcome = state.is === 'answered' ? state.outcome : undefined
  const isPaying = state.is === 'paying'
  const isOpen = isPaying || outcome?.is === 'unknown'
  const agreed = agreeOn(priced, outcome?.is === 'price_changed' ? outcome.prices : [])
  const totalCents = state.is === 'paying' ? state.intent.totalCents : agreed.totalCents

  async function pay() {
    if (busy.current || totalCents === undefined || !priced.canBeBought) return
    busy.current = true
    setAskingBank(true)
    setCardMistake(undefined)
    try {
      const answer = await card.tokenise()
      setAskingBank(false)
      if ('message' in answer) return setCardMistake(answer.message)
      const lines = priced.lines.map(({ productId, quantity }) => ({ productId, quantity }))
      await checkout.pay({ lines, totalCents, cardToken: answer.token })
    } catch (error) {
      setCardMistake(`Nothing was sent to the shop. ${explain(error)}`)
    } finally {
      setAskingBank(false)
      busy.current = false
    }
  }

  return (
    <>
      <Heading>Checkout</Heading>
      <div class="checkout">
        <section aria-labelledby="card" class="checkout-card" hidden={outcome?.is === 'unknown'}>
          <h2 id="card">Your card</h2>
          {card.state === 'away' && (
            <div class="failed" role="status">
              <p>
                <strong>The bank's form does not come.</strong> Without it you cannot pay now. What is in your cart
                stays there.
              </p>
              <button type="button" class="button button-quiet" onClick={card.reload}>
                Load it again
              </button>
            </div>
          )}
          <iframe
            key={card.load}
            ref={card.frame}
            class="card-form"
            src="/bank/form"
            title="Card form of Sandbox Bank"
            sandbox="allow-scripts allow-forms"
            height={card.heightPx}
            inert={isPaying}
            hidden={card.state === 'away'}
          />
        </section>
        <section aria-labelledby="order" class="summary">
          <h2 id="order">Your order</h2>
          {priced.lines.length > 0 && <Lines priced={priced} agreed={agreed.unitPrices} />}
          {totalCents !== undefined && (
            <p class="summary-sum">
              Total <span class="price">{money(totalCents)}</span>
            </p>
          )}
          {priced.productError !== undefined && !isOpen && (
            <Failed what="Some prices are not known." error={priced.productError} retry={priced.retry} />
          )}
          {outcome?.is !== 'unknown' && (
            <button
              type="button"
              class="button button-main button-wide"
              disabled={!isPaying && (!priced.canBeBought || card.state !== 'ready')}
              aria-disabled={isPaying || isAskingBank}
              onClick={pay}
            >
              {isPaying ? 'Ordering …' : isAskingBank ? 'Asking the bank …' : payText(totalCents)}
            </button>
          )}
          <p class="small" role="status">
            {isPaying &&
              'The shop asks the stock and the bank. You may leave or reload this page: you will have one order.'}
          </p>
          {state.is === 'answered' && <OutcomeNotice outcome={state.outcome} asked={state.asked} priced={priced} />}
          {cardMistake && (
            <p class="field-error" role="alert">
              {cardMistake}
            </p>
          )}
          {!isOpen && (
            <p class="small">
              <a href="/cart">Change your cart</a>
            </p>
          )}
        </section>
      </div>
    </>
  )
}

const payText = (totalCents: number | undefined) => (totalCents === undefined ? 'Pay' : `Pay ${money(totalCents)}`)

const Lines = ({ priced, agreed }: { priced: CartReading; agreed: ReadonlyMap<string, number> }) => (
  <ul class="summary-lines">
    {priced.lines.map(({ productId, quantity, product }) => {
      const unitCents = agreed.get(productId)
      return (
        <li key={productId}>
          {product ? (
            <img src={product.imageUrl} alt="" width={400} height={400} />
          ) : (
            <span class="summary-picture bone" />
          )}
          <span>
            {quantity} × {product?.name ?? 'A product'}
          </span>
          <span class="price">{unitCents === undefined ? '–' : money(unitCents * quantity)}</span>
        </li>
      )
    })}
  </ul>
)
