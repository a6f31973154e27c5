import { containerServers } from './container-servers.ts'
import { embeddedServers } from './embedded-servers.ts'

export type TestServers = { postgresUrl: string; valkeyUrl: string; stop(): Promise<void> }

/** Where test files find the servers. Tests that run under one `with-servers` share one pair. */
export const postgresVariable = 'SALEDAY_TEST_POSTGRES_URL'
export const valkeyVariable = 'SALEDAY_TEST_VALKEY_URL'

/** Logical databases of the test Valkey: one for each test that asks. */
export const valkeyDatabases = 512

/**
 * Starts what tests need and is not given by the environment: in containers where Docker answers, else as child
 * processes with their data in a temporary folder. Sets the variables; `stop` may be called more than once.
 */
export async function startTestServers(log: (line: string) => void): Promise<TestServers> {
  const given = {
    postgresUrl: process.env[postgresVariable],
    valkeyUrl: process.env[valkeyVariable] ?? process.env.VALKEY_URL,
  }
  const wanted = { postgres: given.postgresUrl === undefined, valkey: given.valkeyUrl === undefined }
  const nothing = { stop: async () => undefined }
  const started: Partial<TestServers> & Pick<TestServers, 'stop'> =
    wanted.postgres || wanted.valkey
      ? ((await containerServers(wanted, log)) ?? (await embeddedServers(wanted, log)))
      : nothing
  const postgresUrl = given.postgresUrl ?? started.postgresUrl!
  const valkeyUrl = given.valkeyUrl ?? started.valkeyUrl!
  process.env[postgresVariable] = postgresUrl
  process.env[valkeyVariable] = valkeyUrl
  let stopping: Promise<void> | undefined
  return {
    postgresUrl,
    valkeyUrl,
    stop: () => {
      stopping ??= started.stop()
      return stopping
    },
  }
}

export type Wanted = { postgres: boolean; valkey: boolean }
export type StartedServers = { postgresUrl?: string; valkeyUrl?: string; stop(): Promise<void> }
/** Faster, at the price of data that would not outlive a power cut. */
export const fastSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }
