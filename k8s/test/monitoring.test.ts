import assert from 'node:assert/strict'
import { eventually } from './eventually.ts'
import { startLoad } from './load.ts'
import { nameOf, podsOf } from './pods.ts'
import { withPortForward } from './port-forward.ts'
import { promise } from './promise.ts'
import { services } from './services.ts'
import type { KubeObject } from './target.ts'

const withPrometheus = (work: (ask: (path: string) => Promise<KubeObject>) => Promise<void>): Promise<void> =>
  withPortForward('service/prometheus', 9090, ({ host, port }) =>
    work(async (path) => {
      const answer = await fetch(`http://${host}:${port}/api/v1/${path}`)
      assert.equal(answer.status, 200, path)
      return ((await answer.json()) as KubeObject).data
    }),
  )

promise('Prometheus scrapes every pod of the shop, and each answers', { about: [] }, () =>
  withPrometheus(async (ask) => {
    await eventually('a target for each pod, all up', 30, async () => {
      const { activeTargets } = await ask('targets?state=active')
      const up = activeTargets.filter(({ health }: KubeObject) => health === 'up')
      const pods = (await podsOf(...services, 'bank')).map(nameOf).sort()
      const scraped = up.map(({ labels }: KubeObject) => labels.pod).sort()
      return JSON.stringify(scraped) === JSON.stringify(pods)
    })
  }),
)

promise('recording and alert rules are evaluated without an error', { about: [] }, () =>
  withPrometheus(async (ask) => {
    const { groups } = await ask('rules')
    const rules = groups.flatMap((group: KubeObject) => group.rules)
    assert.ok(rules.some(({ type }: KubeObject) => type === 'alerting'))
    assert.ok(rules.some(({ type }: KubeObject) => type === 'recording'))
    const ill = rules.filter(({ health }: KubeObject) => health !== 'ok')
    assert.deepEqual(
      ill.map(({ name, lastError }: KubeObject) => [name, lastError]),
      [],
    )
  }),
)

promise('the recorded rate of requests, under load, is that of the load', { about: ['product'] }, (scene) =>
  withPrometheus(async (ask) => {
    const load = await startLoad(scene, { perSecond: 20 })
    const recorded = async (query: string): Promise<number> =>
      Number((await ask(`query?query=${encodeURIComponent(query)}`)).result[0]?.value[1] ?? 0)
    const rateOf = (service: string) => recorded(`service:http_requests:rate20s{service="${service}"}`)
    // 13 of 20 requests of the mix are for product itself; order asks it too.
    await eventually('the rate', 60, async () => {
      const [product, order] = [await rateOf('product'), await rateOf('order')]
      return product > 10 && product < 60 && order > 2
    })
    const confirmed = 'checkout:decided:rate1m{outcome="confirmed"}'
    await eventually('checkouts by outcome', 30, async () => (await recorded(confirmed)) > 0)
    await load.end()
  }),
)
