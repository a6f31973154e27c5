import type { ProductPage, ProductSummary } from '@saleday/contracts/product'
import { type Category, categories, categoryNames } from '../catalogue/categories.ts'
import { useRead } from '../reads/use-read.ts'
import { Countdown } from '../sale/clock.tsx'
import { useShop } from '../shop.ts'
import { Availability } from '../ui/availability.tsx'
import { Failed } from '../ui/failed.tsx'
import { Heading } from '../ui/heading.tsx'
import { ArrowIcon, CategoryIcon } from '../ui/icons.tsx'
import { Price } from '../ui/price.tsx'
import { GridSkeleton, ProductGrid } from '../ui/product-grid.tsx'

const shelves: readonly Category[] = ['kitchen', 'outdoor', 'home']
const perShelf = 4
/** Often enough to see a doorbuster go. */
const everyMs = 10_000

/** Each section is read by itself: what is away leaves the others in place. */
export function Home() {
  const { open } = useShop()
  const doorbusters = useRead<ProductPage>(open, '/api/products?doorbuster=true&limit=24', { everyMs })
  const products = doorbusters.value?.items ?? []
  return (
    <>
      <section class="hero">
        <div class="hero-words">
          <Heading title="">One day of small prices</Heading>
          <p class="hero-text">Good things for less, for as long as the day and the stock last.</p>
          <Countdown />
        </div>
        <div class="hero-offer">
          {products[0] ? (
            <Featured product={products[0]} />
          ) : doorbusters.isLoading ? (
            <FeaturedSkeleton />
          ) : doorbusters.error === undefined ? (
            <p class="featured featured-empty">There is no doorbuster today. Look at the shelves below.</p>
          ) : (
            <div class="featured featured-empty">
              <Failed what="The doorbusters cannot be shown." error={doorbusters.error} retry={doorbusters.retry} />
            </div>
          )}
        </div>
      </section>

      {products.length > 1 && (
        <section aria-labelledby="doorbusters">
          <h2 id="doorbusters">More doorbusters</h2>
          <ProductGrid products={products.slice(1)} level={3} />
        </section>
      )}

      <section aria-labelledby="shelves">
        <h2 id="shelves">Look around</h2>
        <ul class="tiles">
          {categories.map((category) => (
            <li key={category} class={`tile tile-${category}`}>
              <CategoryIcon category={category} />
              <a href={`/category/${category}`}>{categoryNames[category]}</a>
            </li>
          ))}
        </ul>
      </section>

      {shelves.map((category) => (
        <Shelf key={category} category={category} />
      ))}
    </>
  )
}

const Featured = ({ product }: { product: ProductSummary }) => (
  <article class="featured">
    <img src={product.imageUrl} alt="" width={400} height={400} fetchpriority="high" />
    <div class="featured-words">
      <span class="ticket">Doorbuster</span>
      <h2 class="featured-name">
        <a href={`/products/${product.id}`}>{product.name}</a>
      </h2>
      <p class="card-facts">
        <Price cents={product.priceCents} isOffer />
        <Availability of={product.availability} />
      </p>
    </div>
  </article>
)

const FeaturedSkeleton = () => (
  <div class="featured" role="status">
    <span class="visually-hidden">The doorbuster is being fetched.</span>
    <div class="featured-picture bone" />
    <div class="featured-words" aria-hidden="true">
      <span class="bone bone-short" />
      <span class="bone bone-text" />
    </div>
  </div>
)

function Shelf({ category }: { category: Category }) {
  const { open } = useShop()
  const shelf = useRead<ProductPage>(open, `/api/products?category=${category}&limit=${perShelf}`)
  const name = categoryNames[category]
  return (
    <section aria-labelledby={`shelf-${category}`}>
      <div class="section-head">
        <h2 id={`shelf-${category}`}>{name}</h2>
        <a class="more" href={`/category/${category}`}>
          All of {name} <ArrowIcon />
        </a>
      </div>
      {shelf.value ? (
        <ProductGrid products={shelf.value.items} level={3} />
      ) : shelf.isLoading ? (
        <GridSkeleton count={perShelf} what={`${name} is being fetched.`} isShelf />
      ) : (
        <Failed what={`This shelf cannot be shown.`} error={shelf.error} retry={shelf.retry} />
      )}
    </section>
  )
}
