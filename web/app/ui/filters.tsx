import { type Category, categoryNames, isCategory } from '../catalogue/categories.ts'
import { filtersOn, type Listing, priceSteps, type Sort, sorts, withoutFilters } from '../catalogue/listing.ts'

type Props = {
  listing: Listing
  /** Of a search, as far as they are known; undefined on the page of one category. */
  counts: readonly { category: Category; count: number }[] | undefined
  onChange: (listing: Listing) => void
}

/** Each choice counts at once; how many products are left is said beside the heading. */
export function Filters({ listing, counts, onChange }: Props) {
  const on = filtersOn(listing)
  return (
    <form class="filters" aria-label="Filter and sort" onSubmit={(event) => event.preventDefault()}>
      <div class="filter">
        <label for="sort">Sort by</label>
        <select
          id="sort"
          value={listing.sort}
          onChange={({ currentTarget }) => onChange({ ...listing, sort: currentTarget.value as Sort })}
        >
          {Object.entries(sorts).map(([sort, name]) => (
            <option key={sort} value={sort}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <div class="filter">
        <label for="maximum">Price</label>
        <select
          id="maximum"
          value={listing.maximumEuros ?? ''}
          onChange={({ currentTarget }) =>
            onChange({ ...listing, maximumEuros: Number(currentTarget.value) || undefined })
          }
        >
          <option value="">Any price</option>
          {priceSteps.map((euros) => (
            <option key={euros} value={euros}>
              Up to €{euros}
            </option>
          ))}
        </select>
      </div>
      {counts && (
        <div class="filter">
          <label for="category">Category</label>
          <select
            id="category"
            value={listing.category ?? ''}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...listing, category: isCategory(value) ? value : undefined })
            }
          >
            <option value="">All categories</option>
            {counts.map(({ category, count }) => (
              <option key={category} value={category}>
                {categoryNames[category]} ({count})
              </option>
            ))}
          </select>
        </div>
      )}
      <Check label="In stock" isOn={listing.inStock} onChange={(inStock) => onChange({ ...listing, inStock })} />
      <Check
        label="Doorbusters"
        isOn={listing.doorbusters}
        onChange={(doorbusters) => onChange({ ...listing, doorbusters })}
      />
      {on > 0 && (
        <button type="button" class="link" onClick={() => onChange(withoutFilters(listing))}>
          Take {on === 1 ? 'the filter' : `all ${on} filters`} away
        </button>
      )}
    </form>
  )
}

type CheckProps = { label: string; isOn: boolean; onChange: (isOn: boolean) => void }

const Check = ({ label, isOn, onChange }: CheckProps) => (
  <label class="check">
    <input type="checkbox" checked={isOn} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
    {label}
  </label>
)
