import { auditedOwners, auditRole } from './audit-role.ts'
import { dataDir } from './data-dir.ts'
import { readJson } from './read-json.ts'
import { loadSecrets } from './secrets.ts'
import type { ShopFile } from './shop-file.ts'
import { UserError } from './user-error.ts'

export type AuditUrls = Record<(typeof auditedOwners)[number], string>

/**
 * The databases of the open shop of this folder, for a role that may read them and change nothing.
 * @throws UserError where no shop is open
 */
export function auditUrls(root: string): AuditUrls {
  const dir = dataDir(root)
  const port = readJson<ShopFile>(dir.shop)?.databases.servers.PostgreSQL?.port
  if (port === undefined) {
    throw new UserError(
      `No shop is open on the data in ${root}.`,
      'Open it: npm start, with --data where it is not .saleday',
    )
  }
  const { auditPassword } = loadSecrets(dir)
  const urlOf = (database: string) => `postgres://${auditRole}:${auditPassword}@127.0.0.1:${port}/${database}`
  return Object.fromEntries(auditedOwners.map((owner) => [owner, urlOf(owner)])) as AuditUrls
}
