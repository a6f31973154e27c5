import type pg from 'pg'
import type { Cells } from './snapshot.ts'

/** A result that is read forwards, from its first row to the last, and never all of it in memory. */
export type Tape<T> = {
  /** The row that it stands at; undefined behind the last one. */
  readonly row: T | undefined
  /** Goes to the next row. A promise only where a batch has to be waited for: awaiting each row would take longer than all else. */
  next(): Promise<void> | undefined
}

const batchRows = 2_000
let opened = 0

/** Declares a cursor and stands at its first row. The next batch is on its way while one is read. */
export async function openTape<T>(
  client: pg.Client,
  sql: string,
  values: unknown[],
  toRow: (cells: Cells) => T,
): Promise<Tape<T>> {
  const cursor = `tape_${++opened}`
  await client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`, values)
  const fetchMore = async (): Promise<Cells[]> => {
    const { rows } = await client.query({ text: `FETCH ${batchRows} FROM ${cursor}`, rowMode: 'array' })
    return rows
  }

  let coming: Promise<Cells[]> | undefined
  let batch: Cells[] = []
  let at = 0
  let row: T | undefined

  async function nextBatch(): Promise<void> {
    batch = coming === undefined ? [] : await coming
    at = 0
    coming = batch.length === batchRows ? fetchMore() : undefined
    // It is awaited only when its rows are wanted: until then nobody may call its failure unhandled.
    coming?.catch(() => {})
    row = batch.length === 0 ? undefined : toRow(batch[0]!)
  }

  coming = fetchMore()
  await nextBatch()
  return {
    get row() {
      return row
    },
    next() {
      at++
      if (at >= batch.length) return nextBatch()
      row = toRow(batch[at]!)
      return undefined
    },
  }
}
