import type { Line } from '@saleday/contracts/values'
import type { Store } from '../session/storage.ts'

/**
 * What a customer wants to buy, from the press on the button to the end. The same key always leads to the same order,
 * whatever is reloaded or pressed again. `sent`: perhaps the shop has it. `watching`: it is an order that is not decided.
 * `ordered`: it is an order. Of the card only the bank's token is here, which is worth nothing to anybody but the shop.
 */
export type Intent = {
  key: string
  customerId: string
  lines: Line[]
  totalCents: number
  cardToken: string
} & ({ phase: 'sent' } | { phase: 'watching' | 'ordered'; orderId: string })

export type Intents = ReturnType<typeof intentStore>

const name = 'saleday:intent'

/** Kept by the tab: it outlives a reload and a login, and another tab may buy something else. */
export const intentStore = (store: Store) => ({
  read(): Intent | undefined {
    try {
      const intent = JSON.parse(store.getItem(name) ?? 'null')
      return isIntent(intent) ? intent : undefined
    } catch {
      return undefined
    }
  },
  /** @throws where the browser has no room for it: nothing may be sent that a reload would forget */
  write: (intent: Intent): void => store.setItem(name, JSON.stringify(intent)),
  forget: (): void => store.removeItem(name),
})

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

function isIntent(value: unknown): value is Intent {
  if (typeof value !== 'object' || value === null) return false
  const { key, customerId, lines, totalCents, cardToken, phase, orderId } = value as Record<string, unknown>
  return (
    [key, customerId, cardToken].every(isText) &&
    Array.isArray(lines) &&
    lines.length > 0 &&
    lines.every((line) => isText(line?.productId) && Number.isInteger(line?.quantity)) &&
    Number.isInteger(totalCents) &&
    (phase === 'sent' || ((phase === 'watching' || phase === 'ordered') && isText(orderId)))
  )
}
