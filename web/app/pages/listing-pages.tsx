import { useEffect, useRef } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { arrange, countByCategory, pageSize } from '../catalogue/arrange.ts'
import { categoryNames, isCategory } from '../catalogue/categories.ts'
import { filtersOn, type Listing, listingHref, parseListing, withoutFilters } from '../catalogue/listing.ts'
import { listPath, type ProductList } from '../catalogue/read-all.ts'
import { useRead } from '../reads/use-read.ts'
import { useShop } from '../shop.ts'
import { Failed } from '../ui/failed.tsx'
import { Filters } from '../ui/filters.tsx'
import { focusHeading, Heading } from '../ui/heading.tsx'
import { Pager } from '../ui/pager.tsx'
import { GridSkeleton, ProductGrid } from '../ui/product-grid.tsx'
import { NotFound } from './not-found.tsx'

export function CategoryPage() {
  const { category = '' } = useRoute().params
  if (!isCategory(category)) return <NotFound />
  const name = categoryNames[category]
  return <ListingPage key={category} title={name} source={listPath({ category })} words={undefined} />
}

export function SearchPage() {
  const words = useLocation().query.q?.trim().slice(0, 100) ?? ''
  if (words === '')
    return (
      <div class="empty">
        <Heading>Search</Heading>
        <p>Write what you look for into the field above, such as “lamp” or “green bag”.</p>
      </div>
    )
  return <ListingPage title={`Results for “${words}”`} source={listPath({ q: words })} words={words} />
}

type Props = { title: string; source: string; words: string | undefined }

/** Products of a category or a search, as the address says: filtered, sorted, a page at a time. */
function ListingPage({ title, source, words }: Props) {
  const { lists } = useShop()
  const { path, query, route } = useLocation()
  const listing = parseListing(query)
  const list = useRead<ProductList>(lists, source)
  const hrefOf = (changed: Listing) => listingHref(path, words, changed)
  const products = list.value?.products ?? []
  const { shown, total, pages, page } = arrange(products, listing)
  useFocusOnTurn(source, hrefOf({ ...listing, page: 1 }), listing.page)

  return (
    <>
      <div class="listing-head">
        <Heading>{title}</Heading>
        <p class="listing-count" role="status">
          {list.value ? countText(total, list.value, filtersOn(listing) > 0) : list.isLoading ? 'Looking …' : ''}
        </p>
      </div>
      <div class="listing">
        <Filters
          listing={listing}
          counts={words === undefined ? undefined : countByCategory(products)}
          onChange={(changed) => route(hrefOf({ ...changed, page: 1 }), true)}
        />
        <div class="listing-results">
          {list.value === undefined ? (
            list.isLoading ? (
              <GridSkeleton count={pageSize} what="Products are being fetched." />
            ) : (
              <Failed what="These products cannot be shown." error={list.error} retry={list.retry} />
            )
          ) : total === 0 ? (
            <Nothing words={words} listing={listing} hrefOf={hrefOf} />
          ) : (
            <>
              <ProductGrid products={shown} />
              <Pager page={page} pages={pages} hrefOf={(to) => hrefOf({ ...listing, page: to })} />
            </>
          )}
        </div>
      </div>
    </>
  )
}

/**
 * Another page, or other words, under the same path: the customer is led to the beginning of it. Whoever filters or sorts
 * stays where they are, also where that begins at the first page again.
 */
function useFocusOnTurn(source: string, filtered: string, page: number) {
  const seen = useRef({ source, filtered, page })
  useEffect(() => {
    const before = seen.current
    seen.current = { source, filtered, page }
    const isTurned = before.filtered === filtered && before.page !== page
    if (before.source === source && !isTurned) return
    scrollTo(0, 0)
    focusHeading()
  }, [source, filtered, page])
}

function countText(total: number, { products, isWhole }: ProductList, isFiltered: boolean): string {
  const found = isWhole ? String(products.length) : `the first ${products.length}`
  if (isFiltered) return `${total} of ${found} products`
  return total === 1 ? '1 product' : `${found} products`
}

type NothingProps = { words: string | undefined; listing: Listing; hrefOf: (listing: Listing) => string }

const Nothing = ({ words, listing, hrefOf }: NothingProps) => (
  <div class="empty">
    <h2>{filtersOn(listing) > 0 ? 'Nothing fits all of these filters' : 'Nothing was found'}</h2>
    {filtersOn(listing) > 0 ? (
      <p>
        <a class="button" href={hrefOf(withoutFilters(listing))}>
          Take the filters away
        </a>
      </p>
    ) : (
      <p>
        {words ? 'Try fewer or other words, or look into a category.' : 'This shelf is empty. Look at another one.'}
      </p>
    )}
  </div>
)
