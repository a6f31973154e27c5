import type { On } from '@saleday/chassis/http-app'
import { reply } from '@saleday/chassis/http-app'
import { type Contract, type RouteDefinition, route } from '@saleday/contracts/route'
import { Quantity } from '@saleday/contracts/values'
import { z } from 'zod'

/** A small service for the tests of the chassis. */

const base = {
  method: 'get',
  access: 'public',
  priority: 'browse',
  success: { 200: z.unknown() },
} as const satisfies Partial<RouteDefinition>

export const echo = route({
  ...base,
  operation: 'echo',
  summary: 'Gives back what it was sent',
  method: 'post',
  path: '/api/echo/:name',
  params: z.object({ name: z.string().max(5) }),
  query: z.strictObject({ limit: z.coerce.number().int().max(10).default(1) }),
  headers: z.object({ 'x-color': z.enum(['red', 'blue']).optional() }),
  body: z.strictObject({ quantity: Quantity, note: z.string().optional() }),
})
export const open = route({
  ...base,
  operation: 'open',
  summary: 'For pages of every origin',
  method: 'post',
  path: '/api/open',
  anyOrigin: true,
  body: z.strictObject({ quantity: Quantity }),
})
export const slow = route({
  ...base,
  operation: 'slow',
  summary: 'Takes its time',
  path: '/api/slow/:ms',
  params: z.object({ ms: z.coerce.number() }),
})
export const important = route({
  ...base,
  operation: 'important',
  summary: 'Takes its time and is never shed',
  path: '/api/important/:ms',
  priority: 'always',
  params: slow.params,
})
export const pay = route({
  ...base,
  operation: 'pay',
  summary: 'Takes its time, shed last',
  path: '/api/pay/:ms',
  priority: 'checkout',
  params: slow.params,
})
export const broken = route({
  ...base,
  operation: 'broken',
  summary: 'Throws',
  path: '/api/broken/:how',
  params: z.object({ how: z.string() }),
})
export const mine = route({
  ...base,
  operation: 'mine',
  summary: 'For customers',
  path: '/api/mine',
  access: 'customer',
})
export const either = route({
  ...base,
  operation: 'either',
  summary: 'For anyone',
  path: '/api/either',
  access: 'anyone',
})
export const inner = route({
  ...base,
  operation: 'inner',
  summary: 'For order',
  path: '/internal/inner',
  access: ['order'],
})
export const events = route({
  ...base,
  operation: 'events',
  summary: 'A stream',
  path: '/api/events',
  contentType: 'text/event-stream',
})

export const exampleContract: Contract = {
  service: 'order',
  title: 'Example',
  description: 'For tests.',
  routes: [echo, open, slow, important, pay, broken, mine, either, inner, events],
  errors: {},
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export function exampleRoutes(on: On, draining: AbortSignal = new AbortController().signal): void {
  on(echo, ({ params, query, headers, body }) => reply(200, { params, query, color: headers['x-color'] ?? null, body }))
  on(open, ({ body }) => reply(200, body))
  for (const one of [slow, important, pay]) {
    on(one, async ({ params, context }) => {
      await wait(params.ms)
      return reply(200, {
        remainingMs: context.deadline.remainingMs(),
        requestId: context.requestId,
        traceparent: context.traceparent ?? null,
      })
    })
  }
  on(broken, ({ params }) => {
    if (params.how === 'away') throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    if (params.how === 'reply') return reply(299, 'not in the contract')
    throw new Error('the secret cause')
  })
  on(mine, ({ customerId }) => reply(200, { customerId }))
  on(either, ({ customerId }) => reply(200, { customerId: customerId ?? null }))
  on(inner, ({ caller }) => reply(200, { caller }))
  on(events, ({ res }) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: hello\ndata: {}\n\n')
    draining.addEventListener('abort', () => res.end('event: bye\ndata: {}\n\n'))
    return undefined
  })
}
