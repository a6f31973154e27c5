import { rmSync } from 'node:fs'
import type { ShopFile } from './shop-file.ts'
import { writeFileAtomically } from './write-file.ts'

/** Keeps the file current: many changes at one moment are written once. */
export function shopFileWriter(path: string, content: () => ShopFile) {
  let timer: NodeJS.Timeout | undefined
  let over = false
  const write = () => {
    clearTimeout(timer)
    timer = undefined
    // Its readers may see passwords in it: those of the address of a Valkey that runs elsewhere.
    if (!over) writeFileAtomically(path, `${JSON.stringify(content(), null, 2)}\n`, 0o600)
  }
  const tryToWrite = () => {
    try {
      write()
    } catch {
      // A full disk: the next change tries again; the shop goes on, or stops.
    }
  }
  return {
    changed() {
      timer ??= setTimeout(tryToWrite, 10)
    },
    write,
    tryToWrite,
    remove() {
      over = true
      clearTimeout(timer)
      rmSync(path, { force: true })
    },
  }
}
