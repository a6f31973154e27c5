import { readCatalogue } from '@saleday/product/catalogue'
import { seedCatalogue } from '@saleday/product/seed-catalogue'
import pg from 'pg'
import { median } from './figures.ts'
import { type Finding, ratioOf } from './finding.ts'
import { load } from './load.ts'
import { inTurn, type RunSettings } from './run-settings.ts'
import { type Started, startVariant, withRunning } from './services.ts'
import type { Stage } from './stage.ts'

const large = 100_000
const differentSearches = 5_000

/** What the last of 100 searchers waits for at half of what a process can do: in 100,000 products beside 200. */
export const measureSearch = (stage: Stage, run: RunSettings): Promise<Finding[]> =>
  withRunning(async (keep) => {
    const few = await keep(startVariant(stage, 'product', { DATABASE_URL: await makeShop(stage, 'search_200') }))
    const manyUrl = await makeShop(stage, 'search_100000', run.isQuick ? large / 10 : large)
    // What was written is not to reach the disk while reading is measured.
    await stage.query('superuser', 'CHECKPOINT')
    const many = await keep(startVariant(stage, 'product', { DATABASE_URL: manyUrl }))
    const requests = searches(differentSearches).map((words) => ({
      path: `/api/products?${new URLSearchParams({ q: words })}`,
    }))
    const common = { requests, warmUpMs: run.warmUpMs, durationMs: run.durationMs, expect: [200] }
    const capacity = async ({ port }: Started) => (await load({ ...common, port, connections: 16 })).perSecond
    const capacities = { few: await capacity(few), many: await capacity(many) }
    const atHalf = ({ port }: Started, rate: number) =>
      load({ ...common, port, connections: 100, ratePerSecond: rate / 2 })
    const results = await inTurn(run.rounds, {
      ours: () => atHalf(many, capacities.many),
      floor: () => atHalf(few, capacities.few),
    })
    const p50 = (side: keyof typeof results) => median(results[side].map(({ p50Ms }) => p50Ms)).toFixed(1)
    return [
      ratioOf(
        'search, p99 at half of capacity',
        {
          name: `${run.isQuick ? '10,000' : '100,000'} products`,
          unit: 'ms',
          values: results.ours.map(({ p99Ms }) => p99Ms),
        },
        { name: '200 products', unit: 'ms', values: results.floor.map(({ p99Ms }) => p99Ms) },
        { is: '≤', limit: 5 },
        [
          `capacity ${Math.round(capacities.many)} and ${Math.round(capacities.few)} searches/s; p50 ${p50('ours')} and ${p50('floor')} ms`,
        ],
      ),
    ]
  })

/** A database with the catalogue, and copies of its products under names of their own up to a number. */
async function makeShop(stage: Stage, name: string, upTo = 0): Promise<string> {
  const url = await stage.makeDatabase('product', name)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await seedCatalogue(client)
    await client.query(
      `WITH known AS MATERIALIZED (
         SELECT *, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS known FROM product
       ), entry AS MATERIALIZED (
         SELECT uuidv7() AS id, known.slug || '-' || number AS slug, known.name || ' ' || number AS name, known.category,
           known.description, known.price_cents, known.image
         FROM known JOIN generate_series(known.known + 1, $1::bigint) AS number ON number % known.known = known.place
       ), made AS (
         INSERT INTO product (id, slug, name, category, description, price_cents, image) SELECT * FROM entry
       )
       INSERT INTO stock (product_id, on_hand, initial) SELECT id, 100, 100 FROM entry`,
      [upTo],
    )
    await client.query('VACUUM ANALYZE product, stock')
  } finally {
    await client.end()
  }
  return url
}

/** What customers might type: one or two words of a product, a third of them with the last one half typed. */
export function searches(count: number): string[] {
  const products = readCatalogue().map(({ name, description }) => ({ name: wordsOf(name), text: wordsOf(description) }))
  return Array.from({ length: count }, (_, at) => {
    const { name, text } = products[at % products.length]!
    const round = Math.floor(at / products.length)
    const first = name[round % name.length]!
    const second = text[(7 * round) % text.length]!
    if (round % 3 === 0) return first
    return round % 3 === 1 ? `${first} ${second}` : `${second} ${first.slice(0, 4)}`
  })
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]{4,}/g) ?? ['shop']
