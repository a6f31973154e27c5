import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeFileAtomically } from '@saleday/local/write-file'

/** The overlay that is applied, and its folder of what is generated. */
export const overlay = fileURLToPath(new URL('../overlays/kind', import.meta.url))
const generated = join(overlay, 'local')
/** Names the cluster that the generated files are of. */
const owner = 'cluster'

/** Writes what differs, readable by nobody else. */
export function writeOverlay(cluster: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries({ ...files, [owner]: `${cluster}\n` })) {
    const full = join(generated, path)
    if (read(full) === content) continue
    mkdirSync(dirname(full), { recursive: true, mode: 0o700 })
    writeFileAtomically(full, content, 0o600)
  }
  chmodSync(generated, 0o700)
}

/** Takes the generated files away, but not those of another cluster. */
export function removeOverlay(cluster: string): boolean {
  if (read(join(generated, owner))?.trim() !== cluster || !existsSync(generated)) return false
  rmSync(generated, { recursive: true })
  return true
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
