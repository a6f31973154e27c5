import type { Kind, Outcome } from './measure-names.ts'

/** What k6 tells while it runs, as one line of JSON each on its console. */
export type CrowdEvent =
  | { saleday: 'start'; at: number }
  | {
      saleday: 'checkout'
      key: string
      outcome: Outcome
      /** Of the last attempt; 0 is none. */
      status: number
      code: string
      orderId: string
      attempts: number
      ms: number
    }
  | { saleday: 'failure'; kind: Kind; status: number; code: string; requestId: string; attempts: number; says: string }

/** The event of a line, or nothing where the line is k6's own. */
export function readCrowdEvent(line: string): CrowdEvent | undefined {
  if (!line.startsWith('{"saleday":')) return undefined
  try {
    return JSON.parse(line) as CrowdEvent
  } catch {
    return undefined
  }
}
