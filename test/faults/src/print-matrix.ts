import { printTable } from '@saleday/load/print-table'
import { actions, attempts, nameOf, sides, type Walk } from './make-walks.ts'

type Way = Pick<Walk, 'side' | 'action' | 'attempt'>

const ways: readonly Way[] = sides.flatMap((side) =>
  actions.flatMap((action) => attempts.map((attempt) => ({ side, action, attempt }))),
)

/** How often each side effect was struck, in each way. */
export function printMatrix(walked: readonly Walk[]): string {
  const used = ways.filter((way) => walked.some((each) => isOf(way, each)))
  const rows = [...Map.groupBy(walked, ({ failpoint }) => nameOf(failpoint))].sort(([a], [b]) => a.localeCompare(b))
  return printTable([
    ['side effect', ...used.map(({ side, action, attempt }) => `${side} ${action} ${attempt}`)],
    ...rows.map(([name, walks]) => [name, ...used.map((way) => walks.filter((each) => isOf(way, each)).length)]),
  ])
}

const isOf = (way: Way, { side, action, attempt }: Walk): boolean =>
  side === way.side && action === way.action && attempt === way.attempt
