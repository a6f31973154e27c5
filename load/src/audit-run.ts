import type { AuditResult } from '../audit/audit.ts'
import type { Interruption } from './interruption.ts'
import type { ShopUnderLoad } from './with-shop.ts'

/** `why`: there is none, and the run says nothing about the books. */
export type Audited = { result: AuditResult } | { why: string | undefined }

/** Compares the books of the shop with the journal. Ctrl-C once more leaves it out. */
export async function auditRun(parts: {
  shop: Pick<ShopUnderLoad, 'audit'>
  journalFile: string
  interruption: Interruption
  say: (line: string) => void
}): Promise<Audited> {
  const { shop, journalFile, interruption, say } = parts
  if (shop.audit === undefined) {
    say('The databases of this shop are not within reach: its books are not audited.')
    return { why: undefined }
  }
  if (interruption.times() > 1) return { why: 'ended by hand before' }
  const leaving = new AbortController()
  const forget = interruption.onAsked((times) => times > 1 && leaving.abort(new Error('ended by hand')))
  try {
    return { result: await shop.audit({ journalFile, say, signal: leaving.signal }) }
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) }
  } finally {
    forget()
  }
}
