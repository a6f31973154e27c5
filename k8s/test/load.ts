import { setTimeout as sleep } from 'node:timers/promises'
import { attemptTimeoutMs, checkoutLimits, next, pageLimits, retryAfterMs } from '@saleday/load/client-policy'
import { Agent, request } from 'undici'
import { type Customer, makeCustomers } from './customers.ts'
import { type Good, plentifulGoods } from './goods.ts'
import { type Acknowledged, type Body, type Kind, loadMix, type Planned, parties, readOrder } from './load-mix.ts'
import type { Scene } from './promise.ts'
import { shopUrl } from './target.ts'

/** `at` is when it was sent. */
export type Failure = { at: string; afterMs: number; kind: Kind; what: string; why: string }

export type LoadResult = {
  requests: number
  checkouts: number
  failures: Failure[]
  /** Attempts that failed; with clients that retry, most of them are not failures. */
  failedAttempts: number
  seconds: number
  /** From sending to the answer, of the request that took longest, and of all but one in a hundred. */
  longestMs: number
  p99Ms: number
  /** How late the load itself was at most: a machine that is this busy says little about the shop. */
  lateMs: number
  /** Orders that were answered 201 and are not there afterwards as they were acknowledged. */
  lost: Failure[]
}

export type Load = {
  requests(): number
  failures(): readonly Failure[]
  /** Ends the load, waits for the last answers, and looks for every order that was acknowledged. */
  end: () => Promise<LoadResult>
}

/**
 * An open model: requests are sent at a constant rate, whether the shop keeps up or not. Without `retries` an attempt
 * is a request: nothing, neither this nor the HTTP client below it, sends one twice. With them, clients do as
 * load/src/client-policy.ts says. It ends with the test at the latest.
 */
export async function startLoad(
  { undo }: Pick<Scene, 'undo'>,
  { perSecond, retries = false }: { perSecond: number; retries?: boolean },
): Promise<Load> {
  const customers = await makeCustomers(200)
  const goods = await plentifulGoods()
  await emptyCarts(parties(customers).fillers)
  const load = sendLoad({ perSecond, retries, customers, goods })
  undo('load', load.end)
  return load
}

/** What they hold of earlier tests would fill them up. */
async function emptyCarts(customers: readonly Customer[]): Promise<void> {
  for (const { accessToken } of customers) {
    const headers = { authorization: `Bearer ${accessToken}` }
    const answer = await fetch(`${shopUrl}/api/cart`, { method: 'DELETE', headers })
    if (!answer.ok) throw new Error(`emptying a cart: ${answer.status} ${await answer.text()}`)
  }
}

function sendLoad(parts: {
  perSecond: number
  retries: boolean
  customers: readonly Customer[]
  goods: readonly Good[]
}): Load {
  const { perSecond, retries, customers, goods } = parts
  const acknowledged: Acknowledged[] = []
  const failures: Failure[] = []
  const waitsMs: number[] = []
  const inFlight = new Set<Promise<void>>()
  const plan = loadMix({ customers, goods, acknowledged })
  const agent = new Agent({ connections: 128, pipelining: 1, connect: { timeout: 5_000 } })
  const begunMs = performance.now()
  const counts = { requests: 0, checkouts: 0, failedAttempts: 0, lateMs: 0 }

  async function visit(planned: Planned): Promise<void> {
    const at = new Date().toISOString()
    const sentMs = performance.now()
    const why = await send(agent, planned, retries, () => counts.failedAttempts++)
    const tookMs = performance.now() - sentMs
    waitsMs.push(tookMs)
    if (why === undefined) return
    const { kind, method, path } = planned
    failures.push({ at, afterMs: Math.round(tookMs), kind, what: `${method} ${path}`, why })
  }

  const timer = setInterval(() => {
    const nowMs = performance.now() - begunMs
    const due = Math.floor((nowMs / 1000) * perSecond)
    if (counts.requests < due)
      counts.lateMs = Math.max(counts.lateMs, Math.round(nowMs - ((counts.requests + 1) / perSecond) * 1000))
    while (counts.requests < due) {
      const planned = plan(counts.requests++)
      if (planned.kind === 'checkout') counts.checkouts++
      const visiting = visit(planned).finally(() => inFlight.delete(visiting))
      inFlight.add(visiting)
    }
  }, 5)

  async function end(): Promise<LoadResult> {
    clearInterval(timer)
    const seconds = (performance.now() - begunMs) / 1000
    await Promise.all(inFlight)
    const lost = await findLost(agent, acknowledged)
    await agent.close()
    const sorted = waitsMs.sort((a, b) => a - b)
    return {
      ...counts,
      failures,
      lost,
      seconds,
      longestMs: Math.round(sorted.at(-1) ?? 0),
      p99Ms: Math.round(sorted[Math.floor(sorted.length * 0.99)] ?? 0),
    }
  }

  let ended: Promise<LoadResult> | undefined
  return {
    requests: () => counts.requests,
    failures: () => failures,
    end: () => (ended ??= end()),
  }
}

/** @returns why it failed for the customer; undefined where it did not */
async function send(agent: Agent, planned: Planned, retries: boolean, failed: () => void): Promise<string | undefined> {
  const limits = planned.kind === 'checkout' ? checkoutLimits : pageLimits
  const begunMs = performance.now()
  for (let attempt = 1; ; attempt++) {
    const { why, ...outcome } = await attemptOnce(agent, planned, attemptTimeoutMs(performance.now() - begunMs, limits))
    if (why !== undefined) failed()
    if (why === undefined || !retries) return why
    const step = next(attempt, outcome, performance.now() - begunMs, Math.random, limits)
    if (step.do !== 'retry') return `${why}, after ${attempt} attempts`
    await sleep(step.afterMs)
  }
}

type Attempt = { status: number; retryAfterMs?: number | undefined; why: string | undefined }

async function attemptOnce(
  agent: Agent,
  { method, path, headers, body, wrong }: Planned,
  limitMs: number,
): Promise<Attempt> {
  try {
    const answer = await request(shopUrl + path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      dispatcher: agent,
      signal: AbortSignal.timeout(limitMs),
    })
    const text = await answer.body.text()
    const header = answer.headers['retry-after']
    const why = wrong(answer.statusCode, bodyOf(text)) ?? undefined
    return {
      status: answer.statusCode,
      retryAfterMs: retryAfterMs(typeof header === 'string' ? header : undefined, Date.now()),
      why: why === undefined ? undefined : `${why}: ${text.slice(0, 200)}`,
    }
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    return { status: 0, why: `no answer: ${code ?? ''} ${message}` }
  }
}

function bodyOf(text: string): Body {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

async function findLost(agent: Agent, acknowledged: readonly Acknowledged[]): Promise<Failure[]> {
  const lost: Failure[] = []
  const waiting = [...acknowledged]
  const look = async () => {
    for (let order = waiting.pop(); order !== undefined; order = waiting.pop()) {
      const why = await send(agent, readOrder(order), true, () => {})
      if (why !== undefined)
        lost.push({ at: new Date().toISOString(), afterMs: 0, kind: 'order', what: `order ${order.id}`, why })
    }
  }
  await Promise.all(Array.from({ length: 8 }, look))
  return lost
}
