import { renameSync, writeFileSync } from 'node:fs'

/** Writes a file so that a reader sees the old content or the new, never a part. */
export function writeFileAtomically(path: string, content: string, mode = 0o644): void {
  const temporary = `${path}.${process.pid}.new`
  writeFileSync(temporary, content, { mode })
  renameSync(temporary, path)
}
