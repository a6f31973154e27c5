import { problem } from './errors.ts'

/** The last product of a page, with its rank where the page is one of a search. */
export type Place = { id: string; rank?: number }

/** 16 bytes of id; for a search 4 more of rank, the float that PostgreSQL has. */
export function toCursor({ id, rank }: Place): string {
  const bytes = Buffer.alloc(rank === undefined ? 16 : 20)
  bytes.write(id.replaceAll('-', ''), 'hex')
  if (rank !== undefined) bytes.writeFloatBE(rank, 16)
  return bytes.toString('base64url')
}

/** @throws ProblemError invalid_cursor, also for a list's cursor in a search and the other way round */
export function fromCursor(cursor: string, kind: 'list' | 'search'): Place {
  const bytes = Buffer.from(cursor, 'base64url')
  const rank = bytes.length === 20 ? bytes.readFloatBE(16) : undefined
  const isOurs = bytes.length === (kind === 'list' ? 16 : 20) && bytes.toString('base64url') === cursor
  if (!isOurs || (rank !== undefined && !Number.isFinite(rank)))
    throw problem('invalid_cursor', 'Take the cursor from nextCursor of the page before, with the same search.')
  const id = bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return rank === undefined ? { id } : { id, rank }
}
