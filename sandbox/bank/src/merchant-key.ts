import { createHash, timingSafeEqual } from 'node:crypto'
import { problem } from './errors.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()

/**
 * A check of `Authorization: Bearer <merchant key>` that takes as long for a wrong key as for the right one.
 * @param merchantKeys one a line: while a merchant changes its key, the old one and the new one are good
 */
export function merchantKeyCheck(merchantKeys: string): (authorization: string | undefined) => void {
  const expected = merchantKeys
    .split(/\s+/)
    .filter(Boolean)
    .map((key) => digest(`Bearer ${key}`))
  return (authorization) => {
    const given = digest(authorization ?? '')
    if (expected.filter((one) => timingSafeEqual(given, one)).length > 0) return
    throw problem('bad_merchant_key', 'Send the merchant key as "Authorization: Bearer <key>".')
  }
}
