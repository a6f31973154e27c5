/**
 * Draws the picture of every product in the catalogue: `node catalogue/draw-pictures.ts`.
 *
 * The same catalogue gives the same bytes, so the files in pictures/ are committed and a test compares them.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCatalogue } from '../src/catalogue.ts'
import { drawPicture } from './picture.ts'

const dir = join(import.meta.dirname, 'pictures')
const products = readCatalogue()
mkdirSync(dir, { recursive: true })
for (const file of readdirSync(dir)) rmSync(join(dir, file))
for (const product of products)
  writeFileSync(join(dir, `${product.slug}.svg`), drawPicture(product.slug, product.picture))
console.log(`${products.length} pictures drawn in ${dir}`)
