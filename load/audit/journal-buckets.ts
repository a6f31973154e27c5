import { hash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type JournalLine, readJournalLine } from '../src/journal.ts'
import { addTo, newVisit, type Visit } from './journal.ts'

/** A journal of any size, cut into buckets by its keys, each of which fits into memory. */
export type JournalBuckets = {
  runId: string
  startedMs: number
  endedMs: number
  /** A power of two. */
  buckets: number
  /** Lines that are none of a journal's. The last one of a crowd that was killed may be cut, and does not count. */
  damaged: readonly string[]
  lines: number
  visitsOf(bucket: number): Promise<Map<string, Visit>>
  close(): Promise<void>
}

const bucketBytes = 1_048_576
const mostBuckets = 256
const flushBytes = 32_768

/** The bucket of a key; `bucketSql` says the same. */
const bucketOf = (key: string, buckets: number): number =>
  Number.parseInt(hash('sha256', key, 'hex').slice(0, 2), 16) & (buckets - 1)

export const bucketSql = (key: string, buckets: string): string =>
  `(get_byte(sha256(convert_to(${key}, 'UTF8')), 0) & (${buckets} - 1))`

/** @throws Error for a file that is no journal */
export async function openJournal(file: string): Promise<JournalBuckets> {
  const { size } = await stat(file)
  let buckets = 1
  while (buckets < mostBuckets && buckets * bucketBytes < size) buckets *= 2
  // Beside the journal: there is room for a file of its size.
  const folder = await mkdtemp(join(dirname(file), '.audit-'))
  const close = () => rm(folder, { recursive: true, force: true })
  const pathOf = (bucket: number) => join(folder, String(bucket))
  try {
    const facts = await cut(file, buckets, pathOf)
    return { ...facts, buckets, close, visitsOf: async (bucket) => readVisits(await readFile(pathOf(bucket), 'utf8')) }
  } catch (error) {
    await close()
    throw error
  }
}

async function cut(file: string, buckets: number, pathOf: (bucket: number) => string) {
  const writers = Array.from({ length: buckets }, (_, bucket) => bufferedWriter(pathOf(bucket)))
  const facts = { runId: '', startedMs: 0, endedMs: 0, lines: 0, damaged: [] as string[] }

  function take(text: string): Promise<unknown> | undefined {
    const line = readJournalLine(text)
    if (typeof line?.at !== 'number') {
      facts.damaged.push(text.slice(0, 200))
      return undefined
    }
    facts.lines++
    facts.endedMs = Math.max(facts.endedMs, line.at)
    if (line.j === 'start') {
      facts.runId = line.runId
      facts.startedMs = line.at
    }
    return hasKey(line) ? writers[bucketOf(line.key, buckets)]!.write(text) : undefined
  }

  let rest = ''
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 262_144 })) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    for (const text of lines) {
      const full = text === '' ? undefined : take(text)
      if (full !== undefined) await full
    }
  }
  // Without its end of line it may have been cut.
  if (readJournalLine(rest) !== undefined) await take(rest)
  await Promise.all(writers.map((writer) => writer.end()))
  if (facts.runId === '') throw new Error(`${file} is no journal: it does not say which run it is of`)
  return facts
}

type LineWithKey = Extract<JournalLine, { j: 'intent' | 'answer' | 'read' | 'outcome' }>
const hasKey = (line: JournalLine): line is LineWithKey =>
  line.j === 'intent' || line.j === 'answer' || line.j === 'read' || line.j === 'outcome'

function readVisits(text: string): Map<string, Visit> {
  const visits = new Map<string, Visit>()
  for (const each of text.split('\n')) {
    if (each === '') continue
    const line = JSON.parse(each) as LineWithKey
    const visit = visits.get(line.key) ?? newVisit(line.key)
    addTo(visit, line)
    visits.set(line.key, visit)
  }
  return visits
}

function bufferedWriter(path: string) {
  const stream: WriteStream = createWriteStream(path)
  let buffered: string[] = []
  let bytes = 0
  function flush(): Promise<unknown> | undefined {
    const text = buffered.join('')
    buffered = []
    bytes = 0
    return stream.write(text) ? undefined : once(stream, 'drain')
  }
  return {
    /** A promise where the disk has to be waited for. */
    write(line: string): Promise<unknown> | undefined {
      buffered.push(line, '\n')
      bytes += line.length + 1
      return bytes >= flushBytes ? flush() : undefined
    },
    async end(): Promise<void> {
      await flush()
      stream.end()
      await once(stream, 'close')
    },
  }
}
