import { createHash, timingSafeEqual } from 'node:crypto'
import { problem } from './errors.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

/** A check of `Authorization: Bearer <merchant key>` that takes as long for a wrong key as for the right one. */
export function merchantKeyCheck(merchantKey: string): (authorization: string | undefined) => void {
  const expected = digest(`Bearer ${merchantKey}`)
  return (authorization) => {
    if (timingSafeEqual(digest(authorization ?? ''), expected)) return
    throw problem('bad_merchant_key', 'Send the merchant key as "Authorization: Bearer <key>".')
  }
}
