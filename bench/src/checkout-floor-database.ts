import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { folderOf } from '@saleday/local/parties'
import { repository } from '@saleday/local/repository'
import pg from 'pg'
import type { Stage } from './stage.ts'

const schemas = { product: 'product', order: 'orders', payment: 'payment' } as const

/**
 * One database with the tables, indexes, constraints and triggers of three services, in a schema for each, and the
 * catalogue with plenty of stock. Gives its address.
 */
export async function makeFloorDatabase(stage: Stage): Promise<string> {
  await stage.query('superuser', 'CREATE DATABASE floor')
  const url = stage.postgresUrl.replace(/\/postgres$/, '/floor')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const [server, schema] of Object.entries(schemas)) {
      await client.query(`CREATE SCHEMA ${schema}`)
      await client.query(`SET search_path = ${schema}`)
      const dir = join(repository, folderOf(server as keyof typeof schemas), 'migrations')
      for (const file of (await readdir(dir)).sort()) await client.query(await readFile(join(dir, file), 'utf8'))
    }
    const catalogue = await stage.query('product', 'SELECT * FROM product')
    await client.query('SET search_path = product')
    await client.query(
      `INSERT INTO product (id, slug, name, category, description, price_cents, currency, image, doorbuster)
       SELECT id, slug, name, category, description, price_cents, currency, image, doorbuster
       FROM jsonb_to_recordset($1::jsonb) AS entry (id uuid, slug text, name text, category text, description text,
         price_cents integer, currency text, image text, doorbuster boolean)`,
      [JSON.stringify(catalogue)],
    )
    await client.query('INSERT INTO stock (product_id, on_hand, initial) SELECT id, 10000000, 10000000 FROM product')
    await client.query('ANALYZE')
  } finally {
    await client.end()
  }
  return url
}
