import express, { type Request, type Response } from 'express'
import { commonProblem, type ProblemError } from './problem.ts'

export const maximumBodyBytes = 100_000

declare module 'http' {
  interface IncomingMessage {
    /** The body as it came, for signatures over it. */
    rawBody?: Buffer
  }
}

const json = express.json({
  limit: maximumBodyBytes,
  strict: false,
  type: () => true, // the media type is checked before
  verify: (req, _res, bytes) => {
    req.rawBody = bytes
  },
})

/** Reads a JSON body. @throws ProblemError 400, 413 or 415 */
export async function readBody(req: Request, res: Response): Promise<unknown> {
  const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0
  if (!hasBody) return undefined
  if (!/^application\/(json|[\w.-]+\+json)\s*(;|$)/i.test(req.headers['content-type'] ?? '')) {
    throw commonProblem('unsupported_media_type', 'Send the body as "Content-Type: application/json".')
  }
  await new Promise<void>((resolve, reject) => {
    json(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(asProblem(error))))
  })
  return req.body
}

function asProblem(error: unknown): ProblemError | unknown {
  const { type, status } = error as { type?: string; status?: number }
  if (type === 'entity.too.large') return commonProblem('body_too_large', `A body may have ${maximumBodyBytes} bytes.`)
  if (type === 'entity.parse.failed') return commonProblem('malformed_body', 'The body cannot be read as JSON.')
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return commonProblem(
      'unsupported_media_type',
      'The body must be UTF-8, plain or compressed with gzip, deflate or br.',
    )
  // A body that cannot be decompressed has no type, but the status.
  if (type === undefined && status !== 400) return error
  return commonProblem('malformed_body', 'The body came incomplete or broken.')
}
