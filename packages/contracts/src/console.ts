import { z } from 'zod'
import { BankFaults } from './bank.ts'
import { type Contract, route } from './route.ts'

/** The console is no part of the shop: no service calls it, and the gateway leads nobody to it. */

export const watchFrames = route({
  operation: 'watchFrames',
  summary: 'Server-sent events: `history` with the last ten minutes, then `frame` each second; see frame.ts',
  method: 'get',
  path: '/api/frames',
  access: 'public',
  priority: 'always',
  success: { 200: z.string() },
  contentType: 'text/event-stream',
})

/** What an operator did: a TimelineEvent of frame.ts. */
const ActionAnswer = z.looseObject({ id: z.string(), says: z.string(), kubectl: z.string().nullable() })

/** Both need the operator's token as `Authorization: Bearer`, and are not there where none was set. */
export const killPod = route({
  operation: 'killPod',
  summary: 'Ends a pod, or a process of one machine, without notice',
  method: 'post',
  path: '/api/actions/kill',
  access: 'public',
  priority: 'always',
  body: z.strictObject({ pod: z.string().min(1).max(253) }),
  success: { 200: ActionAnswer },
})

export const setBankFaults = route({
  operation: 'setBankFaults',
  summary: 'Gives the bank these faults and no others',
  method: 'put',
  path: '/api/actions/bank-faults',
  access: 'public',
  priority: 'always',
  body: BankFaults,
  success: { 200: ActionAnswer },
})

export const consoleContract: Contract = {
  service: 'console',
  title: 'Console',
  description: 'What a workshop looks at while the sale day runs.',
  routes: [watchFrames, killPod, setBankFaults],
  errors: {},
}
