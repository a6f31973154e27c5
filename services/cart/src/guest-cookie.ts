import { randomBytes } from 'node:crypto'
import type { CookieOptions, Request, Response } from 'express'

const name = 'saleday_guest'

/** 192 random bits: whoever knows them has the cart, so they cannot be guessed. */
const newGuestId = (): string => randomBytes(24).toString('base64url')
const form = /^[A-Za-z0-9_-]{32}$/

export type GuestCookie = ReturnType<typeof guestCookie>

/** The cookie that says which guest's cart it is. One that we could not have made counts as absent. */
export function guestCookie(settings: { secure: boolean; maxAgeSeconds: number }) {
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure: settings.secure, path: '/api/cart' }

  /** The guest's id, undefined where the request has no good cookie. */
  const read = (req: Request): string | undefined => {
    for (const part of (req.headers.cookie ?? '').split(';')) {
      const [key, value] = part.trim().split('=', 2)
      if (key === name && value !== undefined && form.test(value)) return value
    }
    return undefined
  }

  const write = (res: Response, guestId: string): void => {
    res.cookie(name, guestId, { ...options, maxAge: settings.maxAgeSeconds * 1_000 })
  }

  return {
    read,
    /** The guest's id, a new one where there was none; the cookie lives on as the cart does. */
    readOrMake(req: Request, res: Response): string {
      const guestId = read(req) ?? newGuestId()
      write(res, guestId)
      return guestId
    },
    clear: (res: Response): void => {
      res.clearCookie(name, options)
    },
  }
}
