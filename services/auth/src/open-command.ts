import { type Environment, SettingsError, settings } from '@saleday/chassis/settings'
import pg from 'pg'
import { databaseSettings } from './config.ts'
import { type KeyEncryption, keyEncryption } from './key-encryption.ts'

export type Command = { pool: pg.Pool; encryption: KeyEncryption; environment: Environment }

/** Runs a command of this service against its database, with one connection, and ends the process with 1 where it fails. */
export async function openCommand(work: (command: Command) => Promise<void>): Promise<void> {
  let pool: pg.Pool | undefined
  try {
    const { databaseUrl, signingKeySecret } = settings(process.env, databaseSettings)
    pool = new pg.Pool({ connectionString: databaseUrl, max: 1, application_name: 'auth-command' })
    await work({ pool, encryption: keyEncryption(signingKeySecret), environment: process.env })
  } catch (error) {
    process.exitCode = 1
    console.error(error instanceof SettingsError || error instanceof Refusal ? error.message : error)
  } finally {
    await pool?.end()
  }
}

/** The command will not do what it was asked for; the message says why. */
export class Refusal extends Error {
  override name = 'Refusal'
}

/** Customers with known passwords or ready tokens belong on machines for trying out, never into production. */
export function mustAllowSeeding({ environment }: Command): void {
  if (environment.ALLOW_SEEDING !== 'true') {
    throw new Refusal(
      'Refused: this makes customers that anybody can log in as. Set ALLOW_SEEDING=true, never in production.',
    )
  }
}
