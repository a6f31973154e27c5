import { type Book, mostListed } from './book.ts'
import type { Snapshot } from './snapshot.ts'

/** Lists what a statement finds that should not be: SQL counts all of it and gives the first rows. */
export async function listViolations<T>(
  book: Book,
  snapshot: Snapshot,
  sql: string,
  values: unknown[],
  tell: (row: T) => { what: string; ids: Record<string, string>; says: string },
): Promise<void> {
  const rows = await snapshot.rows<T & { total: number }>(
    `SELECT found.*, count(*) OVER () AS total FROM (${sql}) AS found LIMIT ${mostListed}`,
    values,
  )
  for (const row of rows) {
    const { what, ids, says } = tell(row)
    book.violation(what, ids, says)
  }
  book.unlisted((rows[0]?.total ?? 0) - rows.length)
}
