import { execFile } from 'node:child_process'
import { chown, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from './start-error.ts'

const run = promisify(execFile)
const userName = 'postgres'

/** As whom PostgreSQL runs, and how its programs are started. */
export type PostgresAccount = {
  command(
    program: string,
    args: readonly string[],
  ): { program: string; args: readonly string[]; uid?: number; gid?: number }
  /** Makes a file or folder the account's own. */
  own(path: string): Promise<void>
}

/**
 * PostgreSQL refuses to run as root. An ordinary user runs it as it is; root runs it as the user `postgres`, who is
 * made where there is none, and who must be able to get at the given paths.
 */
export async function postgresAccount(paths: readonly string[]): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { command: (program, args) => ({ program, args }), own: async () => undefined }
  const { uid, gid } = (await findUser()) ?? (await makeUser())
  const own = (path: string) => chown(path, uid, gid)
  const blocked = await firstClosedFolder(paths, uid, gid)
  if (blocked === undefined) return { command: (program, args) => ({ program, args, uid, gid }), own }
  await requireSetpriv(blocked)
  // The account may pass folders that are closed to it, such as /root, and is in everything else an ordinary user.
  const privileges = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    // access(2), by which initdb looks for postgres, heeds capabilities only with this.
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ]
  return { command: (program, args) => ({ program: 'setpriv', args: [...privileges, '--', program, ...args] }), own }
}

async function findUser(): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', userName]), run('id', ['-g', userName])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function makeUser(): Promise<{ uid: number; gid: number }> {
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', userName])
  } catch (cause) {
    // Another process may have made it in the meantime.
    if (!(await findUser())) {
      const why = `PostgreSQL does not run as root, and the user ${userName} for it cannot be made`
      throw new StartError('failed', `${why} (${(cause as Error).message.trim()}). Run this as an ordinary user.`, {
        cause,
      })
    }
  }
  return (await findUser())!
}

/** The first folder on the way to one of the paths that the user may not pass. */
async function firstClosedFolder(paths: readonly string[], uid: number, gid: number): Promise<string | undefined> {
  for (const path of paths) {
    for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
      const { mode, uid: owner, gid: group } = await stat(folder)
      const mayPass = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001
      if (!mayPass) return folder
      if (folder === dirname(folder)) break
    }
  }
  return undefined
}

async function requireSetpriv(folder: string): Promise<void> {
  try {
    await run('setpriv', [
      '--securebits=+no_setuid_fixup',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      'true',
    ])
  } catch (cause) {
    throw new StartError(
      'failed',
      `PostgreSQL does not run as root but as the user ${userName}, who may not enter ${folder}. ` +
        `Put the project where everybody may enter (such as /opt or /srv), allow it by chmod o+x ${folder}, or run this as an ordinary user.`,
      { cause },
    )
  }
}
