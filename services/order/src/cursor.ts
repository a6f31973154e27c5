import { z } from 'zod'
import { problem } from './errors.ts'

/** A page's place in a history: the last order that was shown. */
export const toCursor = (orderId: string): string =>
  Buffer.from(orderId.replaceAll('-', ''), 'hex').toString('base64url')

/** @throws ProblemError invalid_cursor */
export function fromCursor(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex')
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  if (!z.uuid().safeParse(id).success)
    throw problem('invalid_cursor', 'Take the cursor from nextCursor of the page before.')
  return id
}
