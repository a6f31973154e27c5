import { linkSync, rmSync, writeFileSync } from 'node:fs'

/** Makes the file that says who holds a lock: it appears with its content or not at all, and only where there was none. */
export function tryToTake(path: string, mine: { pid: number }): boolean {
  const temporary = `${path}.${mine.pid}`
  writeFileSync(temporary, JSON.stringify(mine))
  try {
    linkSync(temporary, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  } finally {
    rmSync(temporary, { force: true })
  }
}
