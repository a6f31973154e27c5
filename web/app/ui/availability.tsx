import type { ProductSummary } from '@saleday/contracts/product'

export const availabilityNames: Readonly<Record<ProductSummary['availability'], string>> = {
  in_stock: 'In stock',
  few_left: 'Few left',
  sold_out: 'Sold out',
}

export const Availability = ({ of: availability }: { of: ProductSummary['availability'] }) => (
  <span class={`availability availability-${availability}`}>{availabilityNames[availability]}</span>
)
