import { printTable } from '../src/print-table.ts'
import type { AuditResult } from './audit.ts'

const mostPrinted = 5

/** The books as a table, with the first violations of each. */
export function printBooks({ books, balanced, seconds, rssMiB }: AuditResult): string {
  const table = printTable([
    ['book', 'looked at', 'violations', ''],
    ...books.map(({ number, name, checked, violationCount, holds }) => [
      `${number} ${name}`,
      checked,
      violationCount,
      holds ? 'holds' : 'BROKEN',
    ]),
  ])
  const flaws = books.flatMap(({ number, violations, violationCount }) => [
    ...violations
      .slice(0, mostPrinted)
      .map(({ what, ids, says }) => `  book ${number}: ${what}: ${says} [${idsText(ids)}]`),
    ...(violationCount > mostPrinted ? [`  book ${number}: and ${violationCount - mostPrinted} more`] : []),
  ])
  const end = `${balanced ? 'The books balance' : 'The books do not balance'} (${seconds.toFixed(1)} s, ${rssMiB} MiB)`
  return [table, ...(flaws.length > 0 ? ['', ...flaws] : []), '', end].join('\n')
}

const idsText = (ids: Record<string, string>): string =>
  Object.entries(ids)
    .map(([name, id]) => `${name} ${id}`)
    .join(', ')
