import type { JournalOrderLine } from '../src/journal.ts'

/** An order's lines as one text, the same for the same lines: SQL makes it too, `lineText` below. */
export const textOfLines = (lines: readonly JournalOrderLine[]): string =>
  lines
    .map(({ productId, quantity }) => `${productId.toLowerCase()}*${quantity}`)
    .sort()
    .join(' ')

/** The lines of a group of rows. */
export const lineText = (table: string): string =>
  `string_agg(${table}.product_id || '*' || ${table}.quantity, ' ' ORDER BY ${table}.product_id)`
