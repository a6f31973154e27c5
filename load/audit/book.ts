/** Something that is not as the books promise, with the ids to look at. */
export type Violation = { what: string; ids: Record<string, string>; says: string }

export type BookNumber = 1 | 2 | 3 | 4 | 5 | 6

/** One of the six books, checked. */
export type BookResult = {
  number: BookNumber
  name: string
  /** What it promises, in a sentence. */
  says: string
  holds: boolean
  /** How many rows were looked at. */
  checked: number
  figures: Record<string, number>
  /** The first ones; `violationCount` counts all. */
  violations: Violation[]
  violationCount: number
}

/** More would not be read. */
export const mostListed = 50

export type Book = ReturnType<typeof newBook>

/** A book that is being checked. */
export function newBook(number: BookNumber, name: string, says: string) {
  const figures: Record<string, number> = {}
  const violations: Violation[] = []
  let checked = 0
  let violationCount = 0
  return {
    checked(rows: number): void {
      checked += rows
    },
    count(figure: string, by = 1): void {
      figures[figure] = (figures[figure] ?? 0) + by
    },
    violation(what: string, ids: Record<string, string>, says: string): void {
      violationCount++
      if (violations.length < mostListed) violations.push({ what, ids, says })
    },
    /** For violations that were counted elsewhere and are too many to list. */
    unlisted(count: number): void {
      violationCount += count
    },
    result: (): BookResult => ({
      number,
      name,
      says,
      holds: violationCount === 0,
      checked,
      figures,
      violations,
      violationCount,
    }),
  }
}
