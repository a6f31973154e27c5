import { money } from '../money.ts'

export const Price = ({ cents, isOffer = false }: { cents: number; isOffer?: boolean }) => (
  <span class={isOffer ? 'price price-offer' : 'price'}>{money(cents)}</span>
)
