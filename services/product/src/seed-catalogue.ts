/**
 * Puts the catalogue into the database: `DATABASE_URL=… node src/seed-catalogue.ts`. May be run again at any time: new
 * products come with their stock; those that are there get new words and pictures, and keep their stock and their price,
 * which the shop has changed since.
 */
import { settings } from '@saleday/chassis/settings'
import pg from 'pg'
import { type CatalogueProduct, catalogueDir, readCatalogue } from './catalogue.ts'
import { readPictures } from './pictures.ts'

export type Seeded = { added: number; updated: number }

/** One statement, so all of it or nothing; two that run at once lock products in the same order. */
export async function seedCatalogue(db: Pick<pg.ClientBase, 'query'>, dir = catalogueDir): Promise<Seeded> {
  const pictures = readPictures(dir)
  const rows = readCatalogue(dir).map((product) => toRow(product, pictures.fileOf(product.slug)))
  const { rows: counts } = await db.query(
    `WITH entry AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS entry (id uuid, slug text, name text, category text,
         description text, price_cents integer, image text, doorbuster boolean, stock integer)
     ), written AS (
       INSERT INTO product (id, slug, name, category, description, price_cents, image, doorbuster)
       SELECT id, slug, name, category, description, price_cents, image, doorbuster FROM entry ORDER BY id
       ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name, category = excluded.category,
         description = excluded.description, image = excluded.image, doorbuster = excluded.doorbuster
       WHERE (product.slug, product.name, product.category, product.description, product.image, product.doorbuster)
         IS DISTINCT FROM (excluded.slug, excluded.name, excluded.category, excluded.description, excluded.image, excluded.doorbuster)
       RETURNING id
     ), stocked AS (
       INSERT INTO stock (product_id, on_hand, initial) SELECT id, stock, stock FROM entry ORDER BY id
       ON CONFLICT (product_id) DO NOTHING
       RETURNING product_id
     )
     SELECT (SELECT count(*) FROM stocked)::integer AS added, (SELECT count(*) FROM written)::integer AS written`,
    [JSON.stringify(rows)],
  )
  return { added: counts[0].added, updated: counts[0].written - counts[0].added }
}

function toRow({ priceCents, picture: _, ...product }: CatalogueProduct, image: string | undefined) {
  if (!image) throw new Error(`${product.slug} has no picture; run node catalogue/draw-pictures.ts`)
  return { ...product, price_cents: priceCents, image }
}

if (import.meta.main) {
  const { databaseUrl } = settings(process.env, (from) => ({ databaseUrl: from.secret('DATABASE_URL') }))
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'seed-catalogue' })
  await client.connect()
  try {
    const { added, updated } = await seedCatalogue(client)
    console.log(`The catalogue is in the database: ${added} products added, ${updated} updated.`)
  } finally {
    await client.end()
  }
}
