import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { dataDir } from '@saleday/local/data-dir'
import { portTable } from '@saleday/local/ports'
import { readJson } from '@saleday/local/read-json'
import { loadSecrets } from '@saleday/local/secrets'
import { databaseUrl } from '@saleday/local/service-settings'
import type { ShopFile } from '@saleday/local/shop-file'
import { UserError } from '@saleday/local/user-error'
import type { CrowdCustomer } from './crowd-plan.ts'
import { readCustomers } from './read-customers.ts'

/** Makes customers with tokens in the shop on this machine, past its API: thousands of logins would be a load of their own. */
export async function seedCustomers(options: {
  repository: string
  dataDir: string
  count: number
  runDir: string
}): Promise<CrowdCustomer[]> {
  const script = join(options.repository, 'services/auth/src/seed-customers.ts')
  const file = join(options.runDir, 'customers.jsonl')
  const env = { ...process.env, ...authSettings(options.dataDir), ALLOW_SEEDING: 'true' }
  try {
    await promisify(execFile)(process.execPath, [script, '--count', String(options.count), '--out', file], { env })
    return readCustomers(file)
  } catch (error) {
    if (error instanceof UserError) throw error
    const { stderr, message } = error as Error & { stderr?: string }
    throw new UserError(
      `The customers could not be made: ${stderr?.trim() || message}`,
      'Is the shop well? Its logs are in .saleday/logs.',
    )
  } finally {
    rmSync(file, { force: true })
  }
}

function authSettings(root: string): Record<string, string> {
  const dir = dataDir(root)
  const secrets = loadSecrets(dir)
  const port = readJson<ShopFile>(dir.shop)?.databases.servers.PostgreSQL?.port
  const ports = portTable({ offset: 0, replicas: 1 })
  return {
    DATABASE_URL: databaseUrl('auth', { secrets, ports: { ...ports, postgres: port ?? ports.postgres } }),
    SIGNING_KEY_SECRET: secrets.signingKeySecret,
  }
}
