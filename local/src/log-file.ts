import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, rmSync } from 'node:fs'

/** Logs of this many earlier runs are kept: `order.log.1` is the last one. */
const keptRuns = 3

/** Moves the log of the last run out of the way. */
export function rotateLog(path: string): void {
  rmSync(`${path}.${keptRuns}`, { force: true })
  for (let run = keptRuns - 1; run >= 1; run--)
    if (existsSync(`${path}.${run}`)) renameSync(`${path}.${run}`, `${path}.${run + 1}`)
  if (existsSync(path)) renameSync(path, `${path}.1`)
}

/** Lines of a burst that are worth showing; the rest is counted. */
const shownAtOnce = 5
const pollMs = 250
const longestReadBytes = 4 << 20

/**
 * Follows a log that processes write to by themselves. They do not write through us: at a thousand requests a second
 * that would cost a core.
 * @param show gives the line as the terminal shall have it, or undefined for a line that is not shown
 */
export function followLog(
  path: string,
  options: { show: (line: string) => string | undefined; write: (line: string) => void; all: boolean },
) {
  const { show, write, all } = options
  const file = openSync(path, 'r')
  let position = fstatSync(file).size
  let rest = ''

  function poll(): void {
    const { size } = fstatSync(file)
    if (size <= position) return
    // After a flood of lines only its end is looked at.
    const from = Math.max(position, size - longestReadBytes)
    const buffer = Buffer.allocUnsafe(size - from)
    const read = readSync(file, buffer, 0, buffer.length, from)
    position = from + read
    const lines = (rest + buffer.toString('utf8', 0, read)).split('\n')
    rest = lines.pop() ?? ''
    const shown = lines.map(show).filter((line) => line !== undefined)
    for (const line of all ? shown : shown.slice(0, shownAtOnce)) write(line)
    if (!all && shown.length > shownAtOnce) write(`        … and ${shown.length - shownAtOnce} more in ${path}`)
  }
  const timer = setInterval(poll, pollMs)
  return {
    stop() {
      clearInterval(timer)
      poll()
      closeSync(file)
    },
  }
}
