import type { CookieOptions, Request, Response } from 'express'

const name = 'saleday_refresh'

export type RefreshCookie = ReturnType<typeof refreshCookie>

/** Carries the refresh token: out of reach of scripts, sent to this service only, and never from another site. */
export function refreshCookie(settings: { secure: boolean; maxAgeSeconds: number }) {
  const options: CookieOptions = { httpOnly: true, sameSite: 'strict', secure: settings.secure, path: '/api/auth' }

  const read = (req: Request): string | undefined => {
    for (const part of (req.headers.cookie ?? '').split(';')) {
      const [key, value] = part.trim().split('=', 2)
      if (key === name) return value
    }
    return undefined
  }

  return {
    read,
    write: (res: Response, token: string): void => {
      res.cookie(name, token, { ...options, maxAge: settings.maxAgeSeconds * 1_000 })
    },
    /** Nothing where the request did not bring it: then another site may have sent it, to log somebody out. */
    clear: (req: Request, res: Response): void => {
      if (read(req) !== undefined) res.clearCookie(name, options)
    },
  }
}
