import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Applied, hashOf } from './applied.ts'
import { folderOf, type ServerName } from './parties.ts'
import { type ShopParts, settingsOf } from './service-settings.ts'

type Seed = { what: string; server: ServerName; script: string; sources: readonly string[] }

/** Scripts of the services that give the shop something to begin with; each may be run again without harm. */
const seeds: readonly Seed[] = [
  {
    what: 'the catalogue',
    server: 'product',
    script: 'src/seed-catalogue.ts',
    sources: ['src/seed-catalogue.ts', 'catalogue'],
  },
  {
    what: 'the test customer',
    server: 'auth',
    script: 'src/seed-demo-customer.ts',
    sources: ['src/seed-demo-customer.ts'],
  },
]

export type PendingSeed = { what: string; run: () => Promise<void> }

/** The seeds that have not been run on this data yet, or have changed since. */
export function pendingSeeds(repository: string, applied: Applied, parts: ShopParts): PendingSeed[] {
  return seeds.flatMap(({ what, server, script, sources }) => {
    const folder = join(repository, folderOf(server))
    const hash = hashOf(...sources.map((source) => join(folder, source)).filter((path) => existsSync(path)))
    if (applied.has(what, hash)) return []
    const run = async () => {
      await runScript(join(folder, script), what, {
        ...settingsOf(server, 0, parts),
        ALLOW_SEEDING: 'true',
        NODE_COMPILE_CACHE: parts.dir.compileCache,
      })
      applied.add(what, hash)
    }
    return [{ what, run }]
  })
}

async function runScript(script: string, what: string, settings: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => child.once('close', resolve).once('error', reject))
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (code !== 0) throw new Error(`${what} could not be put into its database:\n${errors || output}`)
}
