import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { hashOf } from './applied.ts'
import { UserError } from './user-error.ts'
import { takeWorkLock } from './work-lock.ts'
import { writeFileAtomically } from './write-file.ts'

/** Pages that vite builds, into `dist` in their folder. */
export type Pages = {
  what: string
  folder: string
  /** Beside what lies in their folder, relative to the repository. */
  others: readonly string[]
}
export const storefront: Pages = {
  what: 'the storefront',
  folder: 'web',
  others: ['load/src/client-policy.ts', 'packages/contracts/src', 'package-lock.json'],
}
export const consolePage: Pages = { what: "the console's page", folder: 'console', others: ['package-lock.json'] }

/** What lies in a folder of pages; their server's own sources lie among them. */
const inFolder = ['app', 'index.html', 'package.json', 'public', 'src', 'vite.config.ts']

/** What vite made of which sources. Its name begins with a dot: the server serves no such file, and vite removes it with the rest. */
const stampOf = (repository: string, { folder }: Pages) => join(repository, folder, 'dist/.sources')

/** Fast enough for every start: a few dozen files are read, and nothing else is. */
export function areBuilt(repository: string, pages: Pages): boolean {
  const stamp = stampOf(repository, pages)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash(repository, pages)
}

/**
 * Builds pages whose sources have changed since the last time. Of several that start at once, one does it.
 * @throws UserError with vite's own words; what was built before is still there
 */
export async function buildPages(repository: string, pages: Pages, say: (line: string) => void): Promise<void> {
  if (areBuilt(repository, pages)) return
  const lock = await takeWorkLock(join(repository, `.saleday/${pages.folder}.lock`), `the build of ${pages.what}`, say)
  try {
    if (areBuilt(repository, pages)) return
    // Of the sources as they are before: what changes meanwhile is built the next time.
    const hash = sourcesHash(repository, pages)
    await runVite(repository, pages)
    writeFileAtomically(stampOf(repository, pages), hash)
  } finally {
    lock.release()
  }
}

function sourcesHash(repository: string, { folder, others }: Pages): string {
  const paths = [...others, ...inFolder.map((path) => join(folder, path))].map((path) => join(repository, path))
  return hashOf(...paths.filter((path) => existsSync(path)))
}

async function runVite(repository: string, pages: Pages): Promise<void> {
  const folder = join(repository, pages.folder)
  const vite = createRequire(join(folder, 'package.json')).resolve('vite/package.json')
  const child = spawn(process.execPath, [join(dirname(vite), 'bin/vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (code === 0) return
  const [words = ''] = (errors || output).split(/\n\s+at /) // without the stack inside of vite
  throw new UserError(
    `${pages.what.replace(/^t/, 'T')} could not be built:\n${words.trim()}`,
    `Mend what it names in ${pages.folder}/, then: npm start`,
  )
}
