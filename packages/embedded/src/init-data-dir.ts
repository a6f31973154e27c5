import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { PostgresAccount } from './postgres-account.ts'
import { StartError } from './start-error.ts'

const version = '18'

/** The same order of letters on every system, whatever locales it has. */
export const clusterFlags = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--text-search-config=english',
]

/**
 * Makes an empty database cluster unless there is one. It is made in a folder beside and then renamed: what a killed
 * run left half done is never taken for a cluster.
 */
export async function initDataDir(options: {
  dataDir: string
  initdb: string
  password: string
  account: PostgresAccount
  sync: boolean
  env: NodeJS.ProcessEnv
  log: (line: string) => void
}): Promise<void> {
  const { dataDir, log } = options
  if (await isInitialised(dataDir)) return
  log(`Making a new database in ${dataDir}`)
  const parent = dirname(dataDir)
  const prefix = `${basename(dataDir)}.new-`
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix)) await rm(join(parent, name), { recursive: true, force: true, maxRetries: 5 })
  }
  const newDir = join(parent, prefix + randomBytes(4).toString('hex'))
  await mkdir(newDir, { mode: 0o700 })
  await options.account.own(newDir)
  try {
    await runInitdb({ ...options, dataDir: newDir })
    await rename(newDir, dataDir)
  } finally {
    await rm(newDir, { recursive: true, force: true })
  }
}

async function isInitialised(dataDir: string): Promise<boolean> {
  const found = await readFile(join(dataDir, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (found === undefined) {
    // Goes only if it is empty: a folder that holds something else is not ours to replace.
    await rmdir(dataDir).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return
      throw new StartError(
        'failed',
        `${dataDir} is not empty and holds no database. Move it away, or choose another folder.`,
      )
    })
    return false
  }
  if (found.trim() !== version) {
    throw new StartError(
      'failed',
      `${dataDir} was made by PostgreSQL ${found.trim()}, this is ${version}. Move it away to begin anew.`,
    )
  }
  return true
}

async function runInitdb(options: Parameters<typeof initDataDir>[0]): Promise<void> {
  const { dataDir, initdb, password, account, sync, env } = options
  // Beside the new folder and named like it: what a killed run leaves goes with the next.
  const secretDir = await mkdtemp(`${dataDir}-`)
  try {
    const passwordFile = join(secretDir, 'password')
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
    await Promise.all([account.own(passwordFile), account.own(secretDir)])
    const { program, args, ...as } = account.command(initdb, [
      `--pgdata=${dataDir}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      ...clusterFlags,
      ...(sync ? [] : ['--no-sync']),
    ])
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env, cwd: '/', ...as })
    const [output, errors, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject)),
    ])
    if (code !== 0) throw new StartError('failed', `A new database cannot be made in ${dataDir}:\n${errors || output}`)
  } finally {
    await rm(secretDir, { recursive: true, force: true })
  }
}
