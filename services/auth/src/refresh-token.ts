import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** The `number`-th token of a session. */
export type RefreshToken = { sessionId: string; number: number }

export type RefreshTokens = ReturnType<typeof refreshTokens>

const idBytes = 16
const numberBytes = 4
const macBytes = 32
const tokenBytes = idBytes + numberBytes + macBytes

/**
 * Refresh tokens are derived, not stored: session, number, and an HMAC over both. So asking again gives the very same
 * successor, and who reads the database can use none of them.
 */
export function refreshTokens(secret: string) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'saleday refresh token', 32))

  const mac = (body: Buffer): Buffer => createHmac('sha256', key).update(body).digest()

  return {
    write({ sessionId, number }: RefreshToken): string {
      const body = Buffer.alloc(idBytes + numberBytes)
      body.write(sessionId.replaceAll('-', ''), 'hex')
      body.writeUInt32BE(number, idBytes)
      return Buffer.concat([body, mac(body)]).toString('base64url')
    },

    /** Undefined where the token is not one that we wrote. */
    read(text: string): RefreshToken | undefined {
      if (!/^[A-Za-z0-9_-]{70}$/.test(text)) return undefined
      const bytes = Buffer.from(text, 'base64url')
      const body = bytes.subarray(0, idBytes + numberBytes)
      if (bytes.byteLength !== tokenBytes || !timingSafeEqual(bytes.subarray(body.byteLength), mac(body)))
        return undefined
      const hex = body.toString('hex', 0, idBytes)
      return {
        sessionId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
        number: body.readUInt32BE(idBytes),
      }
    },
  }
}
