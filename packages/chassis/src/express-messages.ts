import { IncomingMessage, ServerResponse } from 'node:http'
import express from 'express'

/** Classes for Node's server to make its requests and responses of. */
export type Messages = { IncomingMessage: typeof IncomingMessage; ServerResponse: typeof ServerResponse }

/**
 * Requests and responses with what Express adds to them (`ip`, `cookie` …) from their first moment. An Express app adds it
 * to each by exchanging its prototype, and such an object is slow from then on in all that Node does with it: a third of
 * the rate of a read.
 */
export function expressMessages(trustedProxies = 0): Messages {
  const app = express().disable('x-powered-by').disable('etag').set('trust proxy', trustedProxies)
  class Request extends IncomingMessage {}
  Object.setPrototypeOf(Request.prototype, app.request)
  class Response extends ServerResponse {}
  Object.setPrototypeOf(Response.prototype, app.response)
  return { IncomingMessage: Request, ServerResponse: Response as typeof ServerResponse }
}
