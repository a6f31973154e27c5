import type { Cluster } from '../cluster.ts'
import { found, lab } from '../lab.ts'

const answer = 'lab-trace'
type Line = { service: string; method: string; route: string; status: number; traceId?: string }

export const lab06 = lab({
  number: 6,
  page: '06-a-customer-browses',
  remember: async () => ({}),
  steps: [
    {
      says: 'A customer looked at products, under a trace of their own',
      expected: `the ConfigMap ${answer} with the trace, and in the log of product a request of that trace that was answered with 200`,
      hint: `send it with the header traceparent, and write it down: kubectl create configmap ${answer} --from-literal "trace=$trace"`,
      look: async ({ cluster }) =>
        tell(await linesOf(cluster, 'product'), ({ method, status }) => method === 'GET' && status === 200),
    },
    {
      says: 'The customer bought something, under the same trace',
      expected: 'in the log of order a checkout of that trace, answered with 201',
      hint: 'the status of a checkout that is not 201 says why: read the body of the answer, and send it with a new Idempotency-Key',
      look: async ({ cluster }) =>
        tell(await linesOf(cluster, 'order'), ({ method, status }) => method === 'POST' && status === 201),
    },
    {
      says: 'The trace goes on to payment and to the bank',
      expected: 'lines of that trace in the logs of payment and of the bank',
      hint: 'both are asked by the checkout: without a 201 there may be none',
      async look({ cluster }) {
        const [payment, bank] = [await linesOf(cluster, 'payment'), await linesOf(cluster, 'bank')]
        if (payment === undefined || bank === undefined)
          return found(false, `there is no ConfigMap ${answer} with a trace`)
        return found(payment.length > 0 && bank.length > 0, `payment: ${routesOf(payment)}\nbank: ${routesOf(bank)}`)
      },
    },
  ],
})

/** The requests of the learner's trace in the logs of a service; undefined where no trace was written down. */
async function linesOf(cluster: Cluster, service: string): Promise<Line[] | undefined> {
  const trace = (await cluster.find('configmap', answer))?.data?.trace as string | undefined
  if (trace === undefined || !/^[0-9a-f]{32}$/.test(trace)) return undefined
  const selector = `app.kubernetes.io/name=${service},app.kubernetes.io/component=api`
  const log = await cluster.kubectl(['logs', '--selector', selector, '--tail=-1', '--since=1h'])
  return log
    .split('\n')
    .filter((line) => line.includes(trace) && line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line)
    .filter(({ route, traceId }) => route !== undefined && traceId === trace)
}

const routesOf = (lines: readonly Line[]): string =>
  lines.map(({ method, route, status }) => `${method} ${route} ${status}`).join(', ') || 'nothing'

function tell(lines: readonly Line[] | undefined, isIt: (line: Line) => boolean) {
  if (lines === undefined) return found(false, `there is no ConfigMap ${answer} with a trace of 32 letters`)
  return found(lines.some(isIt), routesOf(lines))
}
