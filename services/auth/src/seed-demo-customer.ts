import { randomUUIDv7 } from 'node:crypto'
import { mustAllowSeeding, openCommand } from './open-command.ts'
import { hashPassword } from './password-hash.ts'

const upsertSql = `
INSERT INTO customer (id, email, name, password_hash) VALUES ($1, $2, $3, $4)
ON CONFLICT (email) DO UPDATE SET name = excluded.name, password_hash = excluded.password_hash`

/** Makes the customer that the local shop shows at its start, or gives it its password back. */
export const demoCustomer = { email: 'demo@saleday.example', password: 'open-all-day', name: 'Demo Customer' } as const

if (import.meta.main) {
  await openCommand(async (command) => {
    mustAllowSeeding(command)
    const { email, name, password } = demoCustomer
    await command.pool.query(upsertSql, [randomUUIDv7(), email, name, await hashPassword(password)])
    console.log(`${email} logs in with ${password}`)
  })
}
