import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Contract, Party, RouteDefinition, RouteInput } from '@saleday/contracts/route'
import type { Request, Response } from 'express'
import { identify } from './access.ts'
import { admission } from './admission.ts'
import { asProblem } from './as-problem.ts'
import type { Chassis } from './chassis.ts'
import { allowAnyOrigin, answerPreflight, refuseOtherSites } from './cross-site.ts'
import { expressMessages, type Messages } from './express-messages.ts'
import { lateAnswers, type Watched } from './late-answers.ts'
import { pathFinder } from './path-finder.ts'
import { commonProblem } from './problem.ts'
import { checkReply, commonHead, type Reply, send, sendProblem } from './reply.ts'
import { readBody } from './request-body.ts'
import { type RequestContext, requestContext } from './request-context.ts'
import { requestLog } from './request-log.ts'
import { requestMetrics } from './request-metrics.ts'
import { routeFound } from './trace-context.ts'
import { validate } from './validate.ts'

/** What a handler gets: the validated request, who sent it, and what to carry along. */
export type Input<R extends RouteDefinition = RouteDefinition> = RouteInput<R> & {
  customerId: R['access'] extends 'customer' ? string : string | undefined
  /** On routes for services: which one calls. */
  caller: R['access'] extends readonly Party[] ? Party : undefined
  context: RequestContext
  req: Request
  res: Response
}

/** Gives the answer, or, of an event stream, writes to `res` itself and gives undefined. */
export type Handler<R extends RouteDefinition> = (input: Input<R>) => Promise<Reply | undefined> | Reply | undefined

export type On = <R extends RouteDefinition>(route: R, handler: Handler<R>) => void

/** What serves a contract, as a handler of requests that are Express's, though Express does not find the route (ADR 19). */
export type HttpApp = ((req: IncomingMessage, res: ServerResponse) => void) & { messages: Messages }

type SetHead = (res: Response, context: RequestContext) => void

type Serve = (req: Request, res: Response) => void

/** What there is at a path, by method. */
type Served = { path: string; byMethod: Map<string, Serve> }

/**
 * Nothing runs before it is listened to.
 * @param options.trustedProxies how many of the nearest proxies are believed when they say which address a request came from
 */
export function httpApp(
  chassis: Chassis,
  contract: Contract,
  register: (on: On) => void,
  options: { trustedProxies?: number } = {},
): HttpApp {
  const gate = admission(chassis.limits.maxInFlight, chassis.metrics)
  const observe = requestMetrics(chassis.metrics)
  const logRequest = requestLog(chassis.log)
  const late = lateAnswers()
  const headOf = ({ requestId }: RequestContext) => commonHead(requestId, chassis.isDraining())
  /** For what writes its answer by itself. */
  const setHead: SetHead = (res, context) => {
    for (const [name, value] of Object.entries(headOf(context))) res.setHeader(name, value!)
  }

  /** Sets up what every request has, and makes sure that its end is counted and logged. */
  function begin(req: Request, res: Response, template: string, stream: boolean, ended?: () => void): RequestContext {
    const context = requestContext(chassis.log, req)
    const startedAt = performance.now()
    res.on('close', () => {
      ended?.()
      const ms = performance.now() - startedAt
      const status = res.writableFinished || stream ? res.statusCode : 499
      observe(template, req.method, status, ms / 1000, stream)
      logRequest(template, req.method, status, ms, context)
    })
    return context
  }

  function fail(res: Response, error: unknown, context: RequestContext): void {
    const problem = asProblem(error, context)
    if (res.headersSent) res.destroy()
    else sendProblem(res, problem, context.requestId, headOf(context))
  }

  function serve<R extends RouteDefinition>(route: R, handler: Handler<R>): Serve {
    const stream = route.contentType === 'text/event-stream'
    return async (req, res) => {
      let watched: Watched | undefined
      const context = begin(req, res, route.path, stream, () => {
        if (watched === undefined) return
        late.forget(watched)
        gate.leave()
      })
      if (route.anyOrigin) allowAnyOrigin(res)
      let waitsForBody = false
      try {
        gate.enter(route.priority)
        if (stream) {
          gate.leave()
          setHead(res, context)
        } else {
          watched = late.watch(context.deadline, () => fail(res, waitsForBody ? bodyIsLate() : answerIsLate(), context))
        }
        refuseOtherSites(route, req)
        const identity = await identify(route, req, chassis.tokens)
        context.who = identity
        waitsForBody = true
        const body = route.body ? await readBody(req, res) : undefined
        waitsForBody = false
        const input = validate(route, req, body)
        const answer = await handler({ ...input, ...identity, context, req, res } as Input<R>)
        if (answer === undefined || res.headersSent) return
        if (chassis.validateReplies) checkReply(route, answer)
        send(res, route, answer, headOf(context))
      } catch (error) {
        fail(res, error, context)
      }
    }
  }

  const paths = new Map<string, Served>()
  function on(path: string, method: string, serveIt: Serve): void {
    const served = paths.get(path) ?? { path, byMethod: new Map() }
    served.byMethod.set(method, serveIt)
    if (method === 'GET') served.byMethod.set('HEAD', serveIt)
    paths.set(path, served)
  }
  on('/openapi.json', 'GET', openApi(contract.service, begin, setHead, fail))
  register((route, handler) => {
    on(route.path, route.method.toUpperCase(), serve(route, handler))
    if (route.anyOrigin && route.method !== 'get')
      on(route.path, 'OPTIONS', (req, res) => {
        setHead(res, begin(req, res, route.path, false))
        answerPreflight(route, res)
      })
  })
  const find = pathFinder(paths)

  function serveAny(req: Request, res: Response): void {
    const { method } = req
    let found: ReturnType<typeof find>
    try {
      found = find(pathOf(req.url))
    } catch (error) {
      fail(res, error, begin(req, res, 'unknown', false))
      return
    }
    if (found === undefined) {
      const problem = commonProblem('not_found', `${contract.title} has nothing at this path.`)
      fail(res, problem, begin(req, res, 'unknown', false))
      return
    }
    const { path, byMethod } = found.value
    const serveIt = byMethod.get(method)
    if (serveIt === undefined) {
      const allow = [...byMethod.keys()].filter((one) => one !== 'OPTIONS').join(', ')
      const problem = commonProblem('method_not_allowed', `Allowed here: ${allow}.`, undefined, { allow })
      fail(res, problem, begin(req, res, path, false))
      return
    }
    req.params = found.params
    routeFound(path)
    serveIt(req, res)
  }
  const app = (req: IncomingMessage, res: ServerResponse) => serveAny(req as Request, res as Response)
  return Object.assign(app, { messages: expressMessages(options.trustedProxies) })
}

/** Also of a whole address, as a proxy may send it: RFC 9112, 3.2.2. */
function pathOf(target: string): string {
  const url = target.startsWith('/') ? target : target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*(?=\/)/i, '')
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

const answerIsLate = () => commonProblem('deadline_exceeded', 'The answer took too long; try again.')

/** What is left of the body cannot be told from the next request: the connection ends. */
const bodyIsLate = () =>
  commonProblem('request_timeout', 'The body did not arrive in time.', undefined, { connection: 'close' })

function openApi(
  service: string,
  begin: (req: Request, res: Response, template: string, stream: boolean) => RequestContext,
  setHead: SetHead,
  fail: (res: Response, error: unknown, context: RequestContext) => void,
): Serve {
  let document: Promise<Buffer> | undefined
  return async (req, res) => {
    const context = begin(req, res, '/openapi.json', false)
    try {
      setHead(res, context)
      document ??= readFile(new URL(import.meta.resolve(`@saleday/contracts/openapi/${service}.json`)))
      const bytes = await document
      res.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=60' }).end(bytes)
    } catch (error) {
      document = undefined
      fail(res, error, context)
    }
  }
}

export { reply } from './reply.ts'
