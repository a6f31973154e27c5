import { accessSync, constants, existsSync, mkdirSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from './user-error.ts'

export type DataDir = ReturnType<typeof dataDir>

/** Where everything is inside the folder of the data. */
export function dataDir(root: string) {
  return {
    root,
    postgres: join(root, 'postgres'),
    carts: join(root, 'carts'),
    cache: join(root, 'cache'),
    /** Passwords and keys, made on the first start. */
    secrets: join(root, 'secrets.json'),
    /** What has been done to the databases already. */
    applied: join(root, 'applied.json'),
    logs: join(root, 'logs'),
    logOf: (part: string) => join(root, 'logs', `${part}.log`),
    compileCache: join(root, 'compile-cache'),
    /** What belongs to this run only. */
    run: join(root, 'run'),
    lock: join(root, 'run', 'lock.json'),
    shop: join(root, 'run', 'shop.json'),
    /** How a sale day goes that is under way. */
    saleDay: join(root, 'run', 'sale-day.json'),
    databases: join(root, 'run', 'databases.json'),
    jwks: join(root, 'run', 'jwks.json'),
    tokens: join(root, 'run', 'tokens'),
  }
}

/** A cluster of PostgreSQL takes 60 MB when new; with its log and the carts this is what a first start needs. */
const neededMb = 300

/** Makes the folders. @throws UserError or a file system error that `explain` knows when the disk does not play along */
export function prepareDataDir(dir: DataDir): void {
  for (const folder of [dir.root, dir.logs, dir.run, dir.compileCache]) makeFolder(folder)
  accessSync(dir.root, constants.W_OK)
  const probe = join(dir.run, `.probe-${process.pid}`)
  writeFileSync(probe, 'x'.repeat(4096))
  rmSync(probe)
  const { bavail, bsize } = statfsSync(dir.root)
  const freeMb = Math.floor((bavail * bsize) / 1e6)
  if (freeMb < neededMb) {
    throw new UserError(
      `The disk of ${dir.root} has ${freeMb} MB left; the shop needs ${neededMb} MB.`,
      'Make room on it, or keep the data elsewhere: npm start -- --data <folder>',
    )
  }
}

/** Not `recursive: true`: that says ENOENT for a disk that is read-only, and never returns for a path in /proc. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(path).isDirectory()) return
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw error
    makeFolder(dirname(path))
    mkdirSync(path)
  }
}
