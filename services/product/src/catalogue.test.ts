import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { categories } from '@saleday/contracts/product'
import { z } from 'zod'
import { drawPicture } from '../catalogue/picture.ts'
import { catalogueDir, readCatalogue } from './catalogue.ts'

const products = readCatalogue()
const pictureOf = (slug: string) => readFileSync(join(catalogueDir, 'pictures', `${slug}.svg`), 'utf8')
const distinct = (values: Iterable<unknown>) => new Set(values).size

test('the catalogue has 200 products, 25 in each of 8 categories', () => {
  assert.equal(products.length, 200)
  assert.equal(categories.length, 8)
  for (const category of categories)
    assert.equal(products.filter((product) => product.category === category).length, 25, category)
})

test('ids are UUIDs of version 7; ids, slugs, names and descriptions are unique', () => {
  for (const { id } of products) assert.ok(z.uuidv7().safeParse(id).success, id)
  for (const key of ['id', 'slug', 'name', 'description'] as const)
    assert.equal(distinct(products.map((product) => product[key])), 200, key)
})

test('slugs make file names that the contract allows, also with a hash behind', () => {
  for (const { slug } of products) assert.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/)
  for (const { slug } of products) assert.ok(slug.length <= 70, slug)
})

test('descriptions have two to four sentences', () => {
  for (const { slug, description } of products) {
    const sentences = description.match(/[^.!?]+[.!?]+(?=\s|$)/g) ?? []
    assert.ok(sentences.length >= 2 && sentences.length <= 4, `${slug}: ${sentences.length}`)
    assert.ok(description.length >= 80 && description.length <= 400, `${slug}: ${description.length} characters`)
  }
})

test('prices are sane', () => {
  for (const { slug, priceCents } of products)
    assert.ok(Number.isInteger(priceCents) && priceCents >= 500 && priceCents <= 100_000, slug)
})

test('stock is mostly plenty, here and there few, and one doorbuster has 500', () => {
  const doorbusters = products.filter(({ doorbuster }) => doorbuster)
  assert.deepEqual(
    doorbusters.map(({ stock }) => stock),
    [500],
  )
  assert.ok(products.every(({ stock }) => Number.isInteger(stock) && stock >= 1 && stock <= 500))
  assert.ok(products.filter(({ stock }) => stock <= 5).length >= 6)
  assert.ok(products.filter(({ stock }) => stock >= 50 && stock <= 400).length >= 160)
})

test('each product has a picture of its own, small and without text, as the script draws it', () => {
  assert.equal(readdirSync(join(catalogueDir, 'pictures')).length, 200)
  assert.equal(distinct(products.map(({ slug }) => pictureOf(slug))), 200)
  for (const { slug, picture } of products) {
    const svg = pictureOf(slug)
    assert.equal(svg, drawPicture(slug, picture), `${slug}: run node catalogue/draw-pictures.ts`)
    assert.ok(svg.length < 5_000, slug)
    assert.doesNotMatch(svg, /<text|<script|NaN|undefined/, slug)
  }
})

test('no two products show the same thing in the same model and colours', () => {
  assert.equal(distinct(products.map(({ picture }) => Object.values(picture).join(':'))), 200)
})
