import { randomUUIDv7 } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { mintAccessToken } from './access-token.ts'
import { keyRing } from './key-ring.ts'
import { mustAllowSeeding, openCommand, Refusal } from './open-command.ts'
import { hashPassword } from './password-hash.ts'
import { rotateKeysIfDue } from './rotate-keys.ts'
import { signingKeyStore } from './signing-key-store.ts'

const insertSql = `
INSERT INTO customer (id, email, name, password_hash)
SELECT id, email, name, $4 FROM unnest($1::uuid[], $2::text[], $3::text[]) AS crowd (id, email, name)
ON CONFLICT (email) DO UPDATE SET name = excluded.name
RETURNING id, email`

/**
 * Makes a crowd of customers with access tokens for a load test, past the API: one line of JSON for each. Run again it
 * finds the same customers. `ALLOW_SEEDING=true … node src/seed-customers.ts --count 2000 --out crowd.jsonl`
 */
const tokenLifetimeSeconds = 2 * 3_600
const maximumCount = 100_000
/** The crowd comes with tokens; whoever wants to log in as one of it can. */
const crowdPassword = 'a-crowd-of-customers'

const { values } = parseArgs({ options: { count: { type: 'string', default: '100' }, out: { type: 'string' } } })

await openCommand(async (command) => {
  mustAllowSeeding(command)
  const { pool, encryption } = command
  const count = Number(values.count)
  if (!Number.isInteger(count) || count < 1 || count > maximumCount)
    throw new Refusal(`--count is ${values.count}; it must be a whole number from 1 to ${maximumCount}`)
  if (!values.out) throw new Refusal('--out must name the file for the customers and their tokens')

  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const emails = numbers.map((number) => `crowd-${number}@saleday.example`)
  const { rows } = await pool.query<{ id: string; email: string }>(insertSql, [
    numbers.map(() => randomUUIDv7()),
    emails,
    numbers.map((number) => `Customer ${number} of the crowd`),
    await hashPassword(crowdPassword),
  ])

  await rotateKeysIfDue(pool, encryption)
  const keys = keyRing(pool, encryption)
  await keys.load()
  const signer = keys.signer()
  await signingKeyStore(pool).extend(signer.kid, tokenLifetimeSeconds)

  // The tokens are as good as passwords for two hours.
  const out = createWriteStream(values.out, { mode: 0o600 })
  for (const { id, email } of rows) {
    const accessToken = await mintAccessToken(signer, id, tokenLifetimeSeconds)
    out.write(`${JSON.stringify({ customerId: id, email, accessToken })}\n`)
  }
  await finished(out.end())
  console.log(`${rows.length} customers with tokens for ${tokenLifetimeSeconds / 3_600} hours are in ${values.out}`)
})
