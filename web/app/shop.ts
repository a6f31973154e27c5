import { effect, signal } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { sender, successOf } from './api/send.ts'
import { createCart } from './cart/cart.ts'
import { readAll } from './catalogue/read-all.ts'
import { createCheckout } from './checkout/checkout.ts'
import { intentStore } from './checkout/intent.ts'
import { createReads } from './reads/reads.ts'
import { readSale } from './sale/use-sale.ts'
import { createSession } from './session/session.ts'
import { flag, storeOf } from './session/storage.ts'
import { createTheme } from './theme.ts'

export type Shop = ReturnType<typeof openShop>

const mayExistKey = 'saleday:session'
const askAgainMs = 15_000
/** Order takes what was bought out of the cart a moment after it has answered, or later where the cart is away. */
const takenOutMs = [300, 1_500, 5_000]

/** Everything that the pages share. */
export function openShop() {
  const kept = storeOf(() => localStorage)
  const send = sender()
  const session = createSession({ send, mayExist: flag(kept, mayExistKey), nowMs: Date.now })
  const cart = createCart({ send, session, guestHasCart: flag(kept, 'saleday:guest-cart') })
  const onOrdered = () => {
    for (const ms of takenOutMs) setTimeout(cart.load, ms)
  }
  const shop = {
    send,
    session,
    cart,
    /** By their paths: what everybody may see. */
    open: createReads(async (path) => successOf(await send({ path }))),
    /** Lists of products, whole. */
    lists: createReads((path) => readAll(send, path)),
    /** When the sale is, by the shop's clock. */
    sale: createReads(() => readSale(send)),
    /** By their paths: what only the customer may see. */
    own: createReads(async (path) => successOf(await session.ask({ path }))),
    checkout: createCheckout({ session, intents: intentStore(storeOf(() => sessionStorage)), onOrdered }),
    theme: createTheme(kept),
    /** What screen readers say next. */
    announcement: signal(''),
    /** Says it, also when it is the same as before. */
    announce(text: string): void {
      shop.announcement.value = ''
      setTimeout(() => {
        shop.announcement.value = text
      }, 50)
    },
  }
  return shop
}

/** Finds out whom the page serves, and follows who logs in and out, here and in other tabs. */
export function startShop({ session, cart, own }: Shop): void {
  effect(() => {
    if (session.state.value.is === 'unknown') return
    own.forgetAll()
    cart.forget()
    cart.merge().then(cart.load)
  })
  session.start()
  setInterval(() => {
    if (session.state.peek().is === 'unreachable') session.renew().catch(() => {})
  }, askAgainMs)
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== mayExistKey) return
    if (newValue === null) session.end()
    else session.start()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && session.state.peek().is !== 'unknown') cart.load()
  })
}

export const ShopContext = createContext<Shop | undefined>(undefined)

export function useShop(): Shop {
  const shop = useContext(ShopContext)
  if (!shop) throw new Error('There is no shop around this component.')
  return shop
}
