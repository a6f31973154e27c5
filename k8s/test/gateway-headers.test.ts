import assert from 'node:assert/strict'
import { eventually } from './eventually.ts'
import { promise } from './promise.ts'
import { scriptPod } from './script-pod.ts'
import { apply, get, type KubeObject, kubectl, shopUrl } from './target.ts'

const name = 'test-echo'
const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'test' }

/** Answers with the headers that it got. */
const script = `
import { createServer } from 'node:http'
createServer((req, res) => res.setHeader('content-type', 'application/json').end(JSON.stringify(req.headers))).listen(3000)`

const fromOutside = {
  'x-deadline-ms': '1',
  'x-service-token': 'made-up',
  'x-caller': 'operator',
  forwarded: 'for=192.0.2.1',
  'x-forwarded-for': '192.0.2.1',
}

promise(
  'headers that only the shop may set, sent from outside, reach no service',
  { about: [] },
  async ({ undo, say }) => {
    const routes: KubeObject[] = await get('httproutes')
    const toServices = routes.filter(({ metadata }) => metadata.name !== name)
    undo('echo', () =>
      kubectl(['delete', 'pod,service,httproute,networkpolicy', '--selector', `app.kubernetes.io/name=${name}`]),
    )
    // What the routes do to requests is tried on a service that tells what it got: each rule's own filters, under another path.
    await apply(...(await echo()), routeToEcho(toServices))

    for (const { metadata } of toServices) {
      const got = await eventually(`${metadata.name} is routed`, 60, async () => {
        const answer = await fetch(`${shopUrl}/test-echo/${metadata.name}`, { headers: fromOutside })
        return answer.status === 200 && ((await answer.json()) as Record<string, string>)
      })
      for (const header of ['x-deadline-ms', 'x-service-token', 'x-caller', 'forwarded'])
        assert.equal(got[header], undefined, `${header} reaches ${metadata.name}`)
      assert.ok(!got['x-forwarded-for']?.includes('192.0.2.1'), `a made-up address reaches ${metadata.name}`)
      assert.ok(got['x-forwarded-for'], 'the gateway says who it was')
    }
    say(`routes: ${toServices.map(({ metadata }) => metadata.name).join(', ')}`)
  },
)

async function echo(): Promise<KubeObject[]> {
  return [
    { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels }, spec: await scriptPod(script) },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'api' }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, labels },
      spec: { podSelector: { matchLabels: labels }, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 'api' }] }] },
    },
  ]
}

const routeToEcho = (routes: KubeObject[]): KubeObject => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name, labels },
  spec: {
    parentRefs: routes[0].spec.parentRefs,
    rules: routes.map(({ metadata, spec }) => ({
      matches: [{ path: { type: 'PathPrefix', value: `/test-echo/${metadata.name}` } }],
      filters: spec.rules[0].filters,
      backendRefs: [{ name, port: 80 }],
    })),
  },
})
