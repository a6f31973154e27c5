import { printTable } from '../src/print-table.ts'
import { compareFigures } from './compare-figures.ts'
import { amount, differences, judged, ratioWords, verdictWords } from './compare-words.ts'
import type { Report } from './report-schema.ts'

/** Two runs as a table for the terminal. */
export function compareTable(a: Report, b: Report): string {
  const rows = compareFigures(a, b).flatMap(({ title, figures }) => [
    [title, '', '', '', ''],
    ...figures.map((figure) => [
      `  ${figure.name}`,
      amount(figure.a, figure.unit),
      amount(figure.b, figure.unit),
      ratioWords(figure),
      judged(figure) ?? '',
    ]),
  ])
  const head = [
    ['', 'A', 'B', 'B/A', ''],
    ['run', a.runId, b.runId, '', ''],
    ['verdict', verdictWords[a.verdict.result], verdictWords[b.verdict.result], '', ''],
    ['books that balance', books(a), books(b), '', ''],
  ]
  return [...differences(a, b).map((line) => `  ! ${line}`), printTable([...head, ...rows])].join('\n')
}

export const books = ({ audit }: Report): string =>
  audit === null ? '–' : `${audit.books.filter(({ holds }) => holds).length} of ${audit.books.length}`
