import type { BookNumber } from '../../audit/book.ts'
import type { JournalLine } from '../../src/journal.ts'
import type { AuditDatabases } from './audit-databases.ts'
import type { GeneratedShop } from './generated-shop.ts'

/** What a bug has left behind, put into a shop that was clean. */
export type SeededBug = {
  name: string
  /** The books that must be broken, and no others. */
  books: readonly BookNumber[]
  /** Gives the ids that the books must point at: the first one each time, and none besides these. */
  seed: (shop: GeneratedShop, databases: AuditDatabases) => Promise<string[]> | string[]
}

/** Lines of the journal under one key. */
export const linesOf = <J extends JournalLine['j']>(shop: GeneratedShop, j: J, key: string) =>
  shop.journal.filter((line) => line.j === j && 'key' in line && line.key === key) as Extract<JournalLine, { j: J }>[]

/** Takes lines out of the journal. */
export function forget(shop: GeneratedShop, isForgotten: (line: JournalLine) => boolean): void {
  const kept = shop.journal.filter((line) => !isForgotten(line))
  shop.journal.splice(0, shop.journal.length, ...kept)
}
