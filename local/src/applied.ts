import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DataDir } from './data-dir.ts'
import { readJson } from './read-json.ts'
import { writeFileAtomically } from './write-file.ts'

/** Remembers what has been done to the databases, so that a warm start does not even look. */
export type Applied = {
  has(what: string, hash: string): boolean
  add(what: string, hash: string): void
}

export function openApplied(dir: DataDir): Applied {
  // Without its databases the memory is worth nothing: somebody has removed their folder only.
  const done = existsSync(join(dir.postgres, 'PG_VERSION')) ? (readJson<Record<string, string>>(dir.applied) ?? {}) : {}
  return {
    has: (what, hash) => done[what] === hash,
    add(what, hash) {
      done[what] = hash
      writeFileAtomically(dir.applied, `${JSON.stringify(done, null, 2)}\n`)
    },
  }
}

/** Changes when a file of the folders, or below them, changes; also when the path is one file. */
export function hashOf(...paths: string[]): string {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of filesBelow(path)) {
      hash.update(`${file.slice(path.length)}\0`)
      hash.update(readFileSync(file))
    }
  }
  return hash.digest('hex').slice(0, 32)
}

function filesBelow(path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error
    return [path]
  }
}
