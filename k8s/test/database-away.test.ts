import assert from 'node:assert/strict'
import { makeCustomers } from './customers.ts'
import { eventually } from './eventually.ts'
import { plentifulGoods } from './goods.ts'
import { isReady, nameOf, podsOf, restartsOf } from './pods.ts'
import { promise } from './promise.ts'
import { get, kubectl, shopUrl } from './target.ts'

/** Three times the period of the liveness probe, which would restart a pod after three failures. */
const awaySeconds = 31
const owners = ['product', 'order', 'payment', 'auth'] as const

promise(
  'the database away: pods stay alive and ready, answer 503 with Retry-After, and work again by themselves',
  { about: [...owners, 'bank'], seconds: 240 },
  async ({ undo, say }) => {
    const [customer] = await makeCustomers(1)
    const product = (await plentifulGoods())[0]!
    const bearer = { authorization: `Bearer ${customer!.accessToken}` }
    const ask = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(shopUrl + path, { ...init, signal: AbortSignal.timeout(10_000) })
      await answer.arrayBuffer()
      return { status: answer.status, retryAfter: answer.headers.get('retry-after') }
    }
    const post = (body: unknown, headers = {}): RequestInit => ({
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    const asked = {
      // Searched for by nobody before, so that no cache knows it.
      product: () => ask(`/api/products?q=${crypto.randomUUID()}`),
      order: () => ask('/api/orders', { headers: bearer }),
      auth: () => ask('/api/auth/login', post({ email: 'demo@saleday.example', password: 'open-all-day' })),
      checkout: () => {
        const order = {
          lines: [{ productId: product.id, quantity: 1 }],
          expectedTotalCents: product.priceCents,
          cardToken: 'tok_test_4242_cluster',
        }
        return ask('/api/orders', post(order, { ...bearer, 'idempotency-key': crypto.randomUUID() }))
      },
    }
    const before = new Map((await podsOf(...owners)).map((pod) => [nameOf(pod), restartsOf(pod)]))

    undo('database', async () => {
      await kubectl(['scale', 'statefulset/postgres', '--replicas=1'])
      await kubectl(['rollout', 'status', 'statefulset/postgres', '--timeout=120s'])
    })
    await kubectl(['scale', 'statefulset/postgres', '--replicas=0'])
    await eventually(
      'the database is away',
      90,
      async () => !(await get('statefulset', 'postgres')).status.readyReplicas,
    )

    const awayMs = performance.now()
    await eventually(
      `it is away for ${awaySeconds} s`,
      awaySeconds + 60,
      async () => {
        for (const [what, question] of Object.entries(asked)) {
          const { status, retryAfter } = await question()
          assert.equal(status, 503, `${what} answers 503`)
          assert.match(retryAfter ?? '', /^\d+$/, `${what} says when to come again`)
        }
        const pods = (await podsOf(...owners)).filter((pod) => before.has(nameOf(pod)))
        assert.ok(pods.length >= 2 * owners.length, 'every pod is there')
        for (const pod of pods) {
          assert.ok(isReady(pod), `${nameOf(pod)} is ready`)
          assert.equal(restartsOf(pod), before.get(nameOf(pod)), `${nameOf(pod)} was not restarted`)
        }
        const { status } = await ask('/api/cart', { headers: bearer })
        assert.equal(status, 200, 'carts need no database')
        return performance.now() - awayMs > awaySeconds * 1000
      },
      2_000,
    )

    await kubectl(['scale', 'statefulset/postgres', '--replicas=1'])
    const backMs = performance.now()
    await eventually('everything works again', 90, async () => {
      const answers = await Promise.all([asked.product(), asked.order(), asked.auth()])
      return answers.every(({ status }) => status === 200) && (await asked.checkout()).status === 201
    })
    say(`sold again ${((performance.now() - backMs) / 1000).toFixed(0)} s after the database was started`)
    for (const pod of (await podsOf(...owners)).filter((each) => before.has(nameOf(each))))
      assert.equal(restartsOf(pod), before.get(nameOf(pod)), `${nameOf(pod)} was not restarted`)
  },
)
