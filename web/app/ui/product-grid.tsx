import type { ProductSummary } from '@saleday/contracts/product'
import { Availability } from './availability.tsx'
import { Price } from './price.tsx'

/** Pictures among the first so many are asked for at once, the others when they are scrolled to. */
const seenAtOnce = 4

/** Below a heading of a section, on level 3, it is a shelf: four beside each other, or two. */
export const ProductGrid = ({ products, level = 2 }: { products: readonly ProductSummary[]; level?: 2 | 3 }) => (
  <ul class={level === 3 ? 'grid grid-shelf' : 'grid'}>
    {products.map((product, place) => (
      <ProductCard key={product.id} product={product} level={level} isSeenAtOnce={place < seenAtOnce} />
    ))}
  </ul>
)

type CardProps = { product: ProductSummary; level: 2 | 3; isSeenAtOnce: boolean }

function ProductCard({ product, level, isSeenAtOnce }: CardProps) {
  const { id, name, imageUrl, priceCents, doorbuster, availability } = product
  const Name = level === 2 ? 'h2' : 'h3'
  return (
    <li class={availability === 'sold_out' ? 'card card-sold-out' : 'card'}>
      <div class="card-picture">
        <img
          src={imageUrl}
          alt=""
          width={400}
          height={400}
          loading={isSeenAtOnce ? 'eager' : 'lazy'}
          decoding="async"
        />
        {doorbuster && <span class="ticket">Doorbuster</span>}
      </div>
      <Name class="card-name">
        <a href={`/products/${id}`}>{name}</a>
      </Name>
      <p class="card-facts">
        <Price cents={priceCents} isOffer={doorbuster} />
        <Availability of={availability} />
      </p>
    </li>
  )
}

/** As large as the cards that will be there. */
export const GridSkeleton = ({ count, what, isShelf = false }: { count: number; what: string; isShelf?: boolean }) => (
  <div role="status">
    <span class="visually-hidden">{what}</span>
    <ul class={isShelf ? 'grid grid-shelf' : 'grid'} aria-hidden="true">
      {Array.from({ length: count }, (_, place) => (
        <li class="card" key={place}>
          <div class="card-picture bone" />
          <p class="card-name">
            <span class="bone bone-text" />
          </p>
          <p class="card-facts">
            <span class="bone bone-short" />
          </p>
        </li>
      ))}
    </ul>
  </div>
)
