import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Applied, hashOf } from './applied.ts'
import { makeAuditRole } from './audit-role.ts'
import { type DatabaseOwner, databaseOwners, folderOf } from './parties.ts'
import type { Ports } from './ports.ts'
import type { Secrets } from './secrets.ts'
import { databaseUrl } from './service-settings.ts'

export type DatabaseWork = { what: string; run: (urls: { superuser: string }) => Promise<void> }

/** What is still to be done to the databases before the services can use them; nothing, on a warm start. */
export function pendingDatabaseWork(options: {
  repository: string
  applied: Applied
  secrets: Secrets
  ports: Ports
}): DatabaseWork[] {
  const { repository, applied, secrets, ports } = options
  const work: DatabaseWork[] = []

  const passwords = fingerprint(JSON.stringify(secrets.databasePasswords))
  if (!applied.has('databases', passwords)) {
    work.push({
      what: `databases of ${databaseOwners.join(', ')}`,
      async run({ superuser }) {
        await makeDatabases(superuser, secrets)
        applied.add('databases', passwords)
      },
    })
  }

  const auditPassword = fingerprint(secrets.auditPassword)
  if (!applied.has('the role of the audit', auditPassword)) {
    work.push({
      what: 'the role of the audit',
      async run({ superuser }) {
        await makeAuditRole(superuser, secrets.auditPassword)
        applied.add('the role of the audit', auditPassword)
      },
    })
  }

  const migrations = databaseOwners
    .map((owner) => ({ owner, dir: join(repository, folderOf(owner), 'migrations') }))
    .filter(({ dir }) => existsSync(dir))
    .map((folder) => ({ ...folder, hash: hashOf(folder.dir) }))
    .filter(({ owner, hash }) => !applied.has(`migrations of ${owner}`, hash))
  if (migrations.length > 0) {
    work.push({
      what: `migrations of ${migrations.map(({ owner }) => owner).join(', ')}`,
      async run() {
        const { migrate } = await import('@saleday/postgres/migrate')
        await Promise.all(
          migrations.map(async ({ owner, dir, hash }) => {
            await migrate({ url: databaseUrl(owner, { ports, secrets }), dir })
            applied.add(`migrations of ${owner}`, hash)
          }),
        )
      },
    })
  }
  return work
}

const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('hex').slice(0, 32)

/** One role and one database for each owner: nobody reads another's. */
async function makeDatabases(superuserUrl: string, secrets: Secrets): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    for (const owner of databaseOwners) await makeDatabase(client, owner, secrets.databasePasswords[owner])
  } finally {
    await client.end()
  }
}

async function makeDatabase(client: import('pg').Client, owner: DatabaseOwner, password: string): Promise<void> {
  const { rows } = await client.query<{ role: boolean; database: boolean }>(
    'SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role, EXISTS (SELECT FROM pg_database WHERE datname = $1) AS database',
    [owner],
  )
  const name = client.escapeIdentifier(owner)
  await client.query(
    `${rows[0]!.role ? 'ALTER' : 'CREATE'} ROLE ${name} LOGIN PASSWORD ${client.escapeLiteral(password)}`,
  )
  if (!rows[0]!.database) await client.query(`CREATE DATABASE ${name} OWNER ${name}`)
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`)
}
