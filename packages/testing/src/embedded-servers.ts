import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@saleday/embedded/postgres-server'
import { startValkey } from '@saleday/embedded/valkey-server'
import { freePort } from './free-port.ts'
import { folderPrefix, removeStaleFolders } from './stale-folders.ts'
import { fastSettings, type StartedServers, valkeyDatabases, type Wanted } from './test-servers.ts'

/** PostgreSQL and Valkey as child processes with their data in a temporary folder. */
export async function embeddedServers(wanted: Wanted, log: (line: string) => void): Promise<StartedServers> {
  await removeStaleFolders()
  const dir = await mkdtemp(join(tmpdir(), folderPrefix))
  // The account that PostgreSQL runs as where we are root must be able to pass.
  await chmod(dir, 0o711)
  const [postgres, valkey] = await Promise.allSettled([
    wanted.postgres ? postgresIn(join(dir, 'postgres')) : undefined,
    wanted.valkey ? valkeyIn(join(dir, 'valkey'), log) : undefined,
  ])
  const running = [postgres, valkey].flatMap((result) =>
    result.status === 'fulfilled' && result.value ? [result.value] : [],
  )
  const stop = async () => {
    await Promise.all(running.map((server) => server.stop()))
    await rm(dir, { recursive: true, force: true, maxRetries: 3 })
  }
  for (const result of [postgres, valkey]) {
    if (result.status === 'fulfilled') continue
    await stop()
    throw result.reason
  }
  return {
    stop,
    ...(postgres.status === 'fulfilled' && postgres.value ? { postgresUrl: postgres.value.url } : {}),
    ...(valkey.status === 'fulfilled' && valkey.value ? { valkeyUrl: valkey.value.url } : {}),
  }
}

const postgresIn = async (dataDir: string) =>
  startPostgres({ dataDir, port: await freePort(), password: randomBytes(12).toString('hex'), settings: fastSettings })

const valkeyIn = async (dir: string, log: (line: string) => void) => {
  // Valkey's own log is of no interest here; that it is being fetched is.
  const onlyOurs = (line: string) => {
    if (!/^\d+:/.test(line)) log(line)
  }
  return startValkey({ dir, port: await freePort(), appendOnly: false, databases: valkeyDatabases, log: onlyOurs })
}
