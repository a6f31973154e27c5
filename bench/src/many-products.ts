import type { Stage } from './stage.ts'

/** Enough that no two connections often want the same one at the same time: they would share its refill. */
const count = 20_000

/** Ids of products beside those of the catalogue, which are made where they are missing. Their slugs begin with `bench-`. */
export async function manyProductIds(stage: Stage): Promise<string[]> {
  await stage.query(
    'product',
    `WITH words AS MATERIALIZED (
       SELECT array_agg(description) AS descriptions FROM product
     ), entry AS MATERIALIZED (
       SELECT uuidv7() AS id, number, descriptions[1 + number % cardinality(descriptions)] AS description
       FROM words CROSS JOIN generate_series(1, $1::integer) AS number
       WHERE NOT EXISTS (SELECT FROM product WHERE slug = 'bench-1')
     ), made AS (
       INSERT INTO product (id, slug, name, category, description, price_cents, image)
       SELECT id, 'bench-' || number, 'Thing ' || number, 'home', description, 1000, 'thing.svg' FROM entry
     )
     INSERT INTO stock (product_id, on_hand, initial) SELECT id, 1000, 1000 FROM entry`,
    [count],
  )
  const rows = await stage.query<{ id: string }>(
    'product',
    `SELECT id FROM product WHERE slug LIKE 'bench-%' ORDER BY id`,
  )
  return rows.map(({ id }) => id)
}
