import { readFile } from 'node:fs/promises'
import type { Contract, Party, RouteDefinition, RouteInput } from '@saleday/contracts/route'
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import { identify } from './access.ts'
import { admission } from './admission.ts'
import { asProblem } from './as-problem.ts'
import type { Chassis } from './chassis.ts'
import { allowAnyOrigin, answerPreflight, refuseOtherSites } from './cross-site.ts'
import { commonProblem } from './problem.ts'
import { checkReply, type Reply, securityHeaders, send, sendProblem } from './reply.ts'
import { readBody } from './request-body.ts'
import { type RequestContext, requestContext } from './request-context.ts'
import { requestMetrics } from './request-metrics.ts'
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

/** Gives the answer, or writes to `res` itself and gives undefined. */
export type Handler<R extends RouteDefinition> = (input: Input<R>) => Promise<Reply | undefined> | Reply | undefined

export type On = <R extends RouteDefinition>(route: R, handler: Handler<R>) => void

/** Time past its deadline after which a request is answered for its handler. */
const deadlineGraceMs = 1_000

/** An Express app that serves a contract. Nothing runs before it is listened to. */
export function httpApp(chassis: Chassis, contract: Contract, register: (on: On) => void): Express {
  const app = express().disable('x-powered-by').disable('etag').set('query parser', false)
  const gate = admission(chassis.limits.maxInFlight, chassis.metrics)
  const observe = requestMetrics(chassis.metrics)

  /** Sets up what every request has, and makes sure that its end is counted and logged. */
  function begin(req: Request, res: Response, template: string, stream: boolean): RequestContext {
    const context = requestContext(chassis.log, req)
    res.setHeader('x-request-id', context.requestId)
    for (const name in securityHeaders) res.setHeader(name, securityHeaders[name as keyof typeof securityHeaders])
    if (chassis.isDraining()) res.setHeader('connection', 'close')
    const startedAt = performance.now()
    res.once('close', () => {
      const ms = performance.now() - startedAt
      const status = res.writableFinished || stream ? res.statusCode : 499
      observe(template, req.method, status, ms / 1000, stream)
      context.log.info(
        { method: req.method, route: template, status, ms: Math.round(ms * 10) / 10, ...context.who },
        'request',
      )
    })
    return context
  }

  function fail(res: Response, error: unknown, context: RequestContext): void {
    const problem = asProblem(error, context)
    if (res.headersSent) res.destroy()
    else sendProblem(res, problem, context.requestId)
  }

  function serve<R extends RouteDefinition>(route: R, handler: Handler<R>): RequestHandler {
    const stream = route.contentType === 'text/event-stream'
    return async (req, res) => {
      const context = begin(req, res, route.path, stream)
      if (route.anyOrigin) allowAnyOrigin(res)
      try {
        gate.enter(route.priority)
      } catch (error) {
        fail(res, error, context)
        return
      }
      let waitsForBody = false
      const late = stream
        ? undefined
        : setTimeout(
            () => fail(res, waitsForBody ? bodyIsLate() : answerIsLate(), context),
            context.deadline.remainingMs() + deadlineGraceMs,
          )
      if (stream) gate.leave()
      else {
        res.once('close', () => {
          clearTimeout(late)
          gate.leave()
        })
      }
      try {
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
        send(res, route, answer)
      } catch (error) {
        fail(res, error, context)
      }
    }
  }

  const methods = new Map([['/openapi.json', new Set(['GET'])]])
  app.get('/openapi.json', openApi(contract.service, begin, fail))
  register((route, handler) => {
    app[route.method](route.path, serve(route, handler))
    if (route.anyOrigin && route.method !== 'get')
      app.options(route.path, (req, res) => {
        begin(req, res, route.path, false)
        answerPreflight(route, res)
      })
    const allowed = methods.get(route.path) ?? new Set()
    methods.set(route.path, allowed.add(route.method.toUpperCase()))
  })
  for (const [path, allowed] of methods) {
    const allow = [...allowed, ...(allowed.has('GET') ? ['HEAD'] : [])].join(', ')
    app.all(path, (req, res) => {
      const context = begin(req, res, path, false)
      res.setHeader('allow', allow)
      fail(res, commonProblem('method_not_allowed', `Allowed here: ${allow}.`), context)
    })
  }
  app.use((req, res) => {
    fail(
      res,
      commonProblem('not_found', `${contract.title} has nothing at this path.`),
      begin(req, res, 'unknown', false),
    )
  })
  const lastResort: ErrorRequestHandler = (error, req, res, _next) =>
    fail(res, error, begin(req, res, 'unknown', false))
  app.use(lastResort)
  return app
}

const answerIsLate = () => commonProblem('deadline_exceeded', 'The answer took too long; try again.')

/** What is left of the body cannot be told from the next request: the connection ends. */
const bodyIsLate = () =>
  commonProblem('request_timeout', 'The body did not arrive in time.', undefined, { connection: 'close' })

function openApi(
  service: string,
  begin: (req: Request, res: Response, template: string, stream: boolean) => RequestContext,
  fail: (res: Response, error: unknown, context: RequestContext) => void,
): RequestHandler {
  let document: Promise<Buffer> | undefined
  return async (req, res) => {
    const context = begin(req, res, '/openapi.json', false)
    try {
      document ??= readFile(new URL(import.meta.resolve(`@saleday/contracts/openapi/${service}.json`)))
      res
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'public, max-age=60' })
        .end(await document)
    } catch (error) {
      document = undefined
      fail(res, error, context)
    }
  }
}

export { reply } from './reply.ts'
