import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dispatcher, Pool } from 'undici'
import { answerHeaders, requestHeaders } from './gateway-headers.ts'
import { problemOf, sendProblem } from './gateway-problem.ts'

/**
 * Hands a request on and its answer back, streaming both ways; nothing is held back, so that server-sent events arrive
 * when they are sent. A client that goes away ends the call; nothing is sent twice: that is the client's decision.
 */
export function forward(
  pool: Pool,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
  closing: () => boolean,
): void {
  let controller: Dispatcher.DispatchController | undefined
  let over = false
  const clientGone = () => {
    if (!over) controller?.abort(new Error('the client has gone'))
  }
  res.once('close', clientGone)
  // A body that breaks off breaks the call off as well; the answer of the service, if any, is what counts.
  req.on('error', () => {})

  pool.dispatch(
    {
      path,
      method: req.method as Dispatcher.HttpMethod,
      headers: requestHeaders(req.rawHeaders, req.headers, req.socket.remoteAddress),
      body: hasBody(req) ? req : null,
    },
    {
      onRequestStart(started) {
        controller = started
        if (res.destroyed) clientGone()
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return
        const out = answerHeaders(headers)
        if (closing()) out.push('connection', 'close')
        res.writeHead(status, out)
        // The head of a stream must not wait for its first event.
        if (headers['content-length'] === undefined) res.flushHeaders()
      },
      onResponseData(current, chunk) {
        if (!res.write(chunk)) {
          current.pause()
          res.once('drain', () => current.resume())
        }
      },
      onResponseEnd() {
        over = true
        res.end()
      },
      onResponseError(_controller, error) {
        over = true
        if (res.destroyed) return
        // With a part of the answer out, only a connection that is cut tells the client that the rest is missing.
        if (res.headersSent) res.destroy()
        else sendProblem(res, problemOf(error), req.headers['x-request-id'] as string | undefined)
      },
    },
  )
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined ||
  (headers['content-length'] !== undefined && headers['content-length'] !== '0')
