import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filtersOn, listingHref, parseListing, withoutFilters } from './listing.ts'

const usual = parseListing({})

test('a view and its address say the same', () => {
  const listing = { ...usual, sort: 'price-down', category: 'toys', maximumEuros: 50, inStock: true, page: 3 } as const
  const href = listingHref('/search', 'green lamp', listing)
  assert.equal(href, '/search?q=green+lamp&category=toys&max=50&stock=1&sort=price-down&page=3')
  const query = Object.fromEntries(new URL(href, 'http://shop.invalid').searchParams)
  assert.deepEqual(parseListing(query), listing)
})

test('what is as usual does not stand in the address', () => {
  assert.equal(listingHref('/category/audio', undefined, usual), '/category/audio')
})

test('what makes no sense in an address counts as not said', () => {
  const nonsense = { sort: 'toString', category: 'constructor', max: '-3', stock: 'yes', offers: '', page: '0' }
  assert.deepEqual(parseListing(nonsense), usual)
})

test('filters are counted and taken away; the order stays', () => {
  const listing = parseListing({ category: 'toys', max: '50', stock: '1', offers: '1', sort: 'name', page: '2' })
  assert.equal(filtersOn(listing), 4)
  assert.deepEqual(withoutFilters(listing), { ...usual, sort: 'name' })
})
