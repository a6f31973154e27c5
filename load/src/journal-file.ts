import { appendFileSync, closeSync, openSync, readSync, statSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { type JournalLine, readJournalLine } from './journal.ts'

export type JournalFollower = {
  /** Takes what has been written until now. */
  catchUp(): void
  /** Takes the rest, and follows no more. */
  stop(): void
}

const everyMs = 100
const chunkBytes = 256 * 1024

/** Makes an empty journal, so that there is one to follow before k6 opens it. */
export function newJournal(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
}

/**
 * Closes a journal that nobody writes to any more: after a line that a killed k6 left unfinished, too. One that was
 * never begun stays empty.
 */
export function endJournal(file: string, at: number): void {
  const last = lastByte(file)
  if (last === '') return
  const end: JournalLine = { j: 'end', at }
  appendFileSync(file, `${last === '\n' ? '' : '\n'}${JSON.stringify(end)}\n`)
}

/**
 * Hands over each line of a journal that k6 is writing. k6 appends to the file itself, without a pipe through here: so
 * what it has written stays written, whoever is killed. An unfinished line waits for its end.
 */
export function followJournal(file: string, take: (line: JournalLine) => void): JournalFollower {
  const fd = openSync(file, 'r')
  const chunk = Buffer.alloc(chunkBytes)
  const decoder = new StringDecoder('utf8')
  let rest = ''

  function catchUp(): void {
    for (;;) {
      const bytes = readSync(fd, chunk)
      if (bytes === 0) return
      const lines = (rest + decoder.write(chunk.subarray(0, bytes))).split('\n')
      rest = lines.pop() ?? ''
      for (const text of lines) {
        const line = readJournalLine(text)
        if (line !== undefined) take(line)
      }
    }
  }
  const timer = setInterval(catchUp, everyMs)
  return {
    catchUp,
    stop() {
      clearInterval(timer)
      catchUp()
      closeSync(fd)
    },
  }
}

function lastByte(file: string): string {
  const size = statSync(file).size
  if (size === 0) return ''
  const fd = openSync(file, 'r')
  try {
    const byte = Buffer.alloc(1)
    readSync(fd, byte, 0, 1, size - 1)
    return byte.toString('latin1')
  } finally {
    closeSync(fd)
  }
}
