import { type DatabaseOwner, databaseOwners } from './parties.ts'

/** Reads the books of a sale day, and changes nothing. What auth knows is in none of them. */
export const auditRole = 'audit'
export const auditedOwners = databaseOwners.filter((owner): owner is Exclude<DatabaseOwner, 'auth'> => owner !== 'auth')

/** Makes the role that reads all tables of the audited databases, also those that later migrations make. Again: no harm. */
export async function makeAuditRole(superuserUrl: string, password: string): Promise<void> {
  const { default: pg } = await import('pg')
  const inDatabase = async (name: string | undefined, work: (client: import('pg').Client) => Promise<void>) => {
    const url = new URL(superuserUrl)
    if (name !== undefined) url.pathname = `/${name}`
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    try {
      await work(client)
    } finally {
      await client.end()
    }
  }

  await inDatabase(undefined, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [auditRole])
    await client.query(
      `${rowCount ? 'ALTER' : 'CREATE'} ROLE ${auditRole} LOGIN PASSWORD ${client.escapeLiteral(password)}`,
    )
    await client.query(`ALTER ROLE ${auditRole} SET default_transaction_read_only = on`)
  })
  for (const owner of auditedOwners) {
    await inDatabase(owner, async (client) => {
      const name = client.escapeIdentifier(owner)
      await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${auditRole}`)
      await client.query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${auditRole}`)
      await client.query(
        `ALTER DEFAULT PRIVILEGES FOR ROLE ${name} IN SCHEMA public GRANT SELECT ON TABLES TO ${auditRole}`,
      )
    })
  }
}
