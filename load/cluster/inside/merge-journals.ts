import { readJournalLine } from '../../src/journal.ts'

export type JournalMerge = {
  /** Takes the next bytes of a runner's journal, wherever they end. */
  take(runner: number, bytes: Buffer): void
  /** Bytes that were taken of it. */
  taken(runner: number): number
  /** Bytes of a line that has no end yet. */
  unfinished(runner: number): number
  /** When each began, as far as they have told. */
  startedAt(): readonly number[]
}

const newline = 0x0a
const startLine = '{"j":"start"'

/**
 * Makes one journal of several: whole lines, those of one runner in their order. A key belongs to one runner, so all that is told of
 * it is in order too. Of their first lines, one is kept.
 */
export function mergeJournals(runners: number, write: (lines: string) => void): JournalMerge {
  const rests = Array.from({ length: runners }, () => Buffer.alloc(0))
  const taken = Array.from({ length: runners }, () => 0)
  const startedAt: number[] = []

  function isKept(text: string): boolean {
    if (!text.startsWith(startLine)) return text !== ''
    const line = readJournalLine(text)
    if (line?.j !== 'start') return false
    startedAt.push(line.at)
    return startedAt.length === 1
  }

  return {
    take(runner, bytes) {
      taken[runner] = taken[runner]! + bytes.length
      const all = Buffer.concat([rests[runner]!, bytes])
      const end = all.lastIndexOf(newline) + 1
      rests[runner] = all.subarray(end)
      const lines = all.subarray(0, end).toString().split('\n').filter(isKept)
      if (lines.length > 0) write(`${lines.join('\n')}\n`)
    },
    taken: (runner) => taken[runner]!,
    unfinished: (runner) => rests[runner]!.length,
    startedAt: () => startedAt,
  }
}
