import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { DataDir } from './data-dir.ts'
import { type DatabaseOwner, databaseOwners } from './parties.ts'
import { UserError } from './user-error.ts'
import { writeFileAtomically } from './write-file.ts'

/** Random, made on the first start, and kept with the data that they open. */
export type Secrets = {
  postgresPassword: string
  databasePasswords: Readonly<Record<DatabaseOwner, string>>
  /** Of the role that reads the books. */
  auditPassword: string
  bankMerchantKey: string
  bankWebhookSecret: string
  signingKeySecret: string
  refreshTokenSecret: string
}

const random = () => randomBytes(32).toString('base64url')

const newSecrets = (): Secrets => ({
  postgresPassword: random(),
  databasePasswords: Object.fromEntries(databaseOwners.map((owner) => [owner, random()])) as Record<
    DatabaseOwner,
    string
  >,
  auditPassword: random(),
  bankMerchantKey: random(),
  bankWebhookSecret: random(),
  signingKeySecret: random(),
  refreshTokenSecret: random(),
})

/** The secrets of this data folder; new ones where there is no data yet. */
export function loadSecrets(dir: DataDir): Secrets {
  if (existsSync(dir.secrets)) return readSecrets(dir.secrets)
  if (existsSync(dir.postgres)) {
    throw new UserError(
      `${dir.secrets} is missing, and without it the data in ${dir.postgres} cannot be opened.`,
      'Put the file back, or start afresh: npm run reset, then npm start',
    )
  }
  const secrets = newSecrets()
  writeSecrets(dir.secrets, secrets)
  return secrets
}

function writeSecrets(path: string, secrets: Secrets): void {
  writeFileAtomically(path, `${JSON.stringify(secrets, null, 2)}\n`, 0o600)
}

function readSecrets(path: string): Secrets {
  const damaged = (cause?: unknown) =>
    new UserError(
      `${path} is damaged.`,
      'Put the file back as it was, or start afresh: npm run reset, then npm start',
      { cause },
    )
  try {
    const secrets = JSON.parse(readFileSync(path, 'utf8')) as Secrets
    const isOlder = !('auditPassword' in secrets)
    // Data of before there was an audit: it gets the one secret that it lacks.
    if (isOlder) Object.assign(secrets, { auditPassword: random() })
    const values = [
      ...Object.values({ ...secrets, databasePasswords: '-' }),
      ...databaseOwners.map((owner) => secrets.databasePasswords[owner]),
    ]
    if (
      Object.keys(newSecrets()).some((name) => !(name in secrets)) ||
      values.some((value) => typeof value !== 'string' || value === '')
    )
      throw damaged()
    if (isOlder) writeSecrets(path, secrets)
    return secrets
  } catch (error) {
    if (error instanceof UserError || (error as NodeJS.ErrnoException).code !== undefined) throw error
    throw damaged(error)
  }
}
