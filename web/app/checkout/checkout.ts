import { signal } from '@preact/signals'
import { newKey } from '../new-key.ts'
import type { Session } from '../session/session.ts'
import type { Intent, Intents } from './intent.ts'
import { isDefinite, type Outcome, placeOrder } from './place-order.ts'

/** `asked` is what was to be bought when the outcome came. */
export type CheckoutState =
  | { is: 'idle' }
  | { is: 'paying'; intent: Intent }
  | { is: 'answered'; outcome: Outcome; asked: Intent }

export type Checkout = ReturnType<typeof createCheckout>

/**
 * Leads an intent to its end. It belongs to no page: a customer who looks at another one meanwhile finds the answer later.
 * There is one intent at a time, and while it has no definite answer none begins.
 */
export function createCheckout(parts: { session: Session; intents: Intents; onOrdered: () => void }) {
  const { session, intents, onOrdered } = parts
  const state = signal<CheckoutState>({ is: 'idle' })

  const mine = (): Intent | undefined => {
    const intent = intents.read()
    const { value } = session.state
    return value.is === 'customer' && intent?.customerId !== value.customer.id ? undefined : intent
  }

  async function send(intent: Intent): Promise<void> {
    state.value = { is: 'paying', intent }
    const outcome = await placeOrder(session.ask, intent)
    if (outcome.is === 'ordered' || outcome.is === 'watching') {
      intents.write({ ...intent, phase: outcome.is, orderId: outcome.order.id })
      onOrdered()
    } else if (isDefinite(outcome)) intents.forget()
    state.value = { is: 'answered', outcome, asked: intent }
  }

  return {
    state,
    /** The intent of this customer that is not forgotten yet. */
    intent: mine,
    /** Whether an order may be under way, so that none can begin. */
    isOpen: (): boolean => state.value.is === 'paying' || mine()?.phase === 'sent',
    /** Does nothing while another one is under way: pressing twice buys once. */
    async pay(wanted: Pick<Intent, 'lines' | 'totalCents' | 'cardToken'>): Promise<void> {
      const { value } = session.state
      if (state.value.is === 'paying' || value.is !== 'customer' || mine()?.phase === 'sent') return
      const intent: Intent = { ...wanted, key: newKey(), customerId: value.customer.id, phase: 'sent' }
      intents.write(intent)
      await send(intent)
    },
    /** Goes on with what was sent before a reload or a login, with the same key. */
    async resume(): Promise<void> {
      const intent = mine()
      if (intent?.phase === 'sent' && state.value.is !== 'paying') await send(intent)
    },
    /** An order that was being watched is decided. */
    decided(orderId: string, wasOrdered: boolean): void {
      const intent = mine()
      if (intent?.phase !== 'watching' || intent.orderId !== orderId) return
      if (wasOrdered) intents.write({ ...intent, phase: 'ordered' })
      else intents.forget()
    },
    /** The customer has seen the answer. */
    seen(): void {
      if (state.value.is === 'answered') state.value = { is: 'idle' }
    },
    /** The customer wants to buy the same again, or something else. */
    startOver(): void {
      if (mine()?.phase === 'sent') return
      intents.forget()
      state.value = { is: 'idle' }
    },
  }
}
