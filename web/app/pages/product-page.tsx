import type { ProductPage as Page, ProductDetail } from '@saleday/contracts/product'
import { useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { explain, Refusal } from '../api/failures.ts'
import { categoryNames } from '../catalogue/categories.ts'
import { useRead } from '../reads/use-read.ts'
import { useShop } from '../shop.ts'
import { availabilityNames } from '../ui/availability.tsx'
import { Failed } from '../ui/failed.tsx'
import { Heading } from '../ui/heading.tsx'
import { Price } from '../ui/price.tsx'
import { ProductGrid } from '../ui/product-grid.tsx'
import { QuantityPicker } from '../ui/quantity-picker.tsx'
import { NotFound } from './not-found.tsx'

/** Availability is asked for so often. */
const everyMs = 5_000

export function ProductPage() {
  const { productId = '' } = useRoute().params
  const { open } = useShop()
  const product = useRead<ProductDetail>(open, `/api/products/${encodeURIComponent(productId)}`, { everyMs })
  if (product.value) return <Product key={productId} product={product.value} isStale={product.error !== undefined} />
  if (product.error instanceof Refusal && [400, 404].includes(product.error.status)) return <NotFound />
  if (product.isLoading) return <ProductSkeleton />
  return (
    <>
      <Heading>Product</Heading>
      <Failed what="This product cannot be shown." error={product.error} retry={product.retry} />
    </>
  )
}

function Product({ product, isStale }: { product: ProductDetail; isStale: boolean }) {
  const { category, name, imageUrl, priceCents, doorbuster, description } = product
  return (
    <>
      <nav class="crumbs" aria-label="Where you are">
        <a href="/">Shop</a>
        <span aria-hidden="true">/</span>
        <a href={`/category/${category}`}>{categoryNames[category]}</a>
      </nav>
      <article class="product">
        <div class="product-picture">
          <img src={imageUrl} alt="" width={400} height={400} fetchpriority="high" />
          {doorbuster && <span class="ticket">Doorbuster</span>}
        </div>
        <div class="product-words">
          <Heading>{name}</Heading>
          <p class="product-price">
            <Price cents={priceCents} isOffer={doorbuster} />
            <span class="small">VAT is included; shipping is free.</span>
          </p>
          <Stock product={product} isStale={isStale} />
          <Buy product={product} />
          <h2 class="visually-hidden">Description</h2>
          <p class="product-description">{description}</p>
        </div>
      </article>
      <MoreOf product={product} />
    </>
  )
}

/** What can be bought now. Only a change of its kind is read aloud, not each unit. */
function Stock({ product: { availability, available }, isStale }: { product: ProductDetail; isStale: boolean }) {
  return (
    <p class="stock">
      <span class={`availability availability-${availability}`} role="status">
        {availabilityNames[availability]}
      </span>
      {available > 0 && (
        <span class="small">
          {available} left{isStale && ', when it could be asked last'}
        </span>
      )}
    </p>
  )
}

type Adding = { is: 'no' | 'busy' | 'done' } | { is: 'failed'; error: unknown }

function Buy({ product: { id, name, available } }: { product: ProductDetail }) {
  const { cart, announce } = useShop()
  const [quantity, setQuantity] = useState(1)
  const [adding, setAdding] = useState<Adding>({ is: 'no' })
  const inCart = cart.state.value.content?.lines.find(({ productId }) => productId === id)?.quantity ?? 0
  const isSoldOut = available === 0

  async function add() {
    if (adding.is === 'busy') return
    setAdding({ is: 'busy' })
    try {
      await cart.add(id, quantity)
      setAdding({ is: 'done' })
      announce(`${quantity} of ${name} ${quantity === 1 ? 'is' : 'are'} in your cart now.`)
      setQuantity(1)
    } catch (error) {
      setAdding({ is: 'failed', error })
    }
  }

  return (
    <div class="buy">
      <div class="buy-row">
        {!isSoldOut && <QuantityPicker of={name} quantity={quantity} onChange={setQuantity} />}
        <button
          type="button"
          class="button button-main"
          disabled={isSoldOut}
          aria-disabled={adding.is === 'busy'}
          onClick={add}
        >
          {isSoldOut ? 'Sold out' : adding.is === 'busy' ? 'Adding …' : 'Add to cart'}
        </button>
      </div>
      {adding.is === 'failed' && (
        <p class="field-error" role="alert">
          It is not in your cart. {explain(adding.error)}
        </p>
      )}
      {inCart > 0 && (
        <p class="in-cart">
          {inCart} in your cart. <a href="/cart">Go to the cart</a>
        </p>
      )}
    </div>
  )
}

function MoreOf({ product: { id, category } }: { product: ProductDetail }) {
  const { open } = useShop()
  const more = useRead<Page>(open, `/api/products?category=${category}&limit=24`)
  const others = more.value?.items.filter((other) => other.id !== id) ?? []
  // Others stand beside each product, not the same four beside all.
  const from = more.value?.items.findIndex((other) => other.id === id) ?? 0
  const shown = [...others.slice(Math.max(0, from)), ...others].slice(0, 4)
  if (more.value && shown.length === 0) return null
  return (
    <section class="more-products" aria-labelledby="more">
      <h2 id="more">More of {categoryNames[category]}</h2>
      {more.error !== undefined && !more.value ? (
        <Failed what="Other products cannot be shown." error={more.error} retry={more.retry} />
      ) : (
        <ProductGrid products={shown} level={3} />
      )}
    </section>
  )
}

const ProductSkeleton = () => (
  <>
    <div class="crumbs">
      <span class="bone bone-short" />
    </div>
    <div class="product">
      <div class="product-picture bone" />
      <div class="product-words">
        <Heading title="Product">
          <span class="visually-hidden">The product is being fetched.</span>
          <span class="bone bone-title" />
        </Heading>
        <p class="product-price">
          <span class="bone bone-short" />
        </p>
        <p class="product-description">
          <span class="bone bone-block" />
        </p>
      </div>
    </div>
  </>
)
