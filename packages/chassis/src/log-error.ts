import type { ErrorRequestHandler } from 'express'
import type { Logger } from './logger.ts'

/** The last handler of the admin app: its errors go to the log, and a bare 500 or 400 to the caller. */
export const logError =
  (log: Logger): ErrorRequestHandler =>
  (error, req, res, _next) => {
    const status = typeof error?.status === 'number' && error.status >= 400 && error.status < 500 ? error.status : 500
    if (status === 500) log.error({ err: error, path: req.path }, 'the admin port failed to answer')
    res.status(status).json({ title: status === 500 ? 'Something went wrong; see the log' : String(error.message) })
  }
