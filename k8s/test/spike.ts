import { eventually } from './eventually.ts'
import { scriptPod } from './script-pod.ts'
import { apply, get, kubectl } from './target.ts'

const name = 'test-spike'
const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'test' }
const productLabels = { 'app.kubernetes.io/name': 'product', 'app.kubernetes.io/component': 'api' }

/** An open model, as the crowd is, with a bound: a shop that stalls must not be sent more and more. */
const script = `
import { Agent, get } from 'node:http'
const { PATHS, PER_SECOND, SECONDS } = process.env
// A Service spreads connections, not requests: so there are many, and one after the other is made anew, for new pods.
const agents = Array.from({ length: 40 }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
let renewed = 0
setInterval(() => { agents[renewed++ % agents.length] = new Agent({ keepAlive: true, maxSockets: 1 }) }, 250)
const begun = Date.now()
const count = { sent: 0, inFlight: 0, failed: 0 }
const done = (failed) => { count.inFlight--; count.failed += failed ? 1 : 0 }
setInterval(() => {
  const seconds = (Date.now() - begun) / 1000
  if (seconds > Number(SECONDS)) { console.log(count); process.exit() }
  for (; count.sent < seconds * Number(PER_SECOND) && count.inFlight < 200; count.sent++) {
    count.inFlight++
    const path = PATHS.replace('*', Math.random().toString(36).slice(2, 8))
    get('http://product' + path, { agent: agents[count.sent % agents.length] }, (answer) => answer.resume().on('close', () => done(answer.statusCode !== 200)))
      .on('error', () => done(true))
  }
}, 10)`

/**
 * Load from within the cluster, straight at the Service of product: neither the gateway nor this machine's port has a part in it.
 * @param load.paths what is asked for; a star in it is another word each time
 */
export async function startSpike(load: { paths: string; perSecond: number; seconds: number }): Promise<void> {
  await endSpike()
  const environment = { PATHS: load.paths, PER_SECOND: String(load.perSecond), SECONDS: String(load.seconds) }
  await apply(...policies, {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels },
    spec: {
      backoffLimit: 0,
      // Whatever becomes of this test, the load ends.
      activeDeadlineSeconds: load.seconds + 60,
      ttlSecondsAfterFinished: 300,
      template: { metadata: { labels }, spec: await scriptPod(script, environment) },
    },
  })
  await eventually('the spike has begun', 60, async () => (await get('job', name)).status.ready === 1, 250)
}

export const endSpike = (): Promise<string> =>
  kubectl(['delete', 'job,networkpolicy', '--selector', `app.kubernetes.io/name=${name}`, '--ignore-not-found'])

/** What is allowed is said: nothing else may talk to product. */
const policies = [
  policy('from', productLabels, {
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: labels } }], ports: [{ port: 'api' }] }],
  }),
  policy('to', labels, {
    policyTypes: ['Egress'],
    egress: [{ to: [{ podSelector: { matchLabels: productLabels } }], ports: [{ port: 'api' }] }],
  }),
]

function policy(direction: string, matchLabels: Record<string, string>, rules: object) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `${name}-${direction}`, labels },
    spec: { podSelector: { matchLabels }, ...rules },
  }
}
