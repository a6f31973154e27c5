import cluster, { type Worker } from 'node:cluster'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '@saleday/testing/free-port'
import { testKeys, testTokens } from '@saleday/testing/test-tokens'
import { type StruckService, struckServices } from './list-failpoints.ts'
import { isArrival } from './messages.ts'
import type { Referee } from './referee.ts'
import { until } from './until.ts'

type Server = StruckService | 'bank'
export type Processes = Awaited<ReturnType<typeof runProcesses>>

const repository = join(import.meta.dirname, '../../..')
const merchant = { BANK_MERCHANT_KEY: 'merchant-key-for-tests', BANK_WEBHOOK_SECRET: 'webhook-secret-for-tests' }
const replicas = { order: 2, product: 2, payment: 2, cart: 2, bank: 1 } as const

/** Short, so that work changes hands soon; none so short that a slow machine alone makes it change hands. */
const orderTiming = { LEASE_MS: '1000', GIVE_UP_AFTER_MS: '25000', RECOVER_EVERY_MS: '100', OUTBOX_CLAIM_MS: '1500' }
const paymentTiming = { BANK_TIMEOUT_MS: '800', SETTLE_EVERY_MS: '100' }

/**
 * Two real processes of each service and one of the bank, with their failpoints armed. All processes of a service share
 * its port, as workers of one cluster; one that ends is started again at once.
 */
export async function runProcesses(options: {
  folder: string
  databases: Readonly<Record<'order' | 'product' | 'payment' | 'bank', string>>
  valkeyUrl: string
  referee: Referee
}) {
  const { folder, databases, valkeyUrl, referee } = options
  const servers: readonly Server[] = ['bank', ...struckServices]
  const ports = Object.fromEntries(
    await Promise.all(servers.map(async (server) => [server, await freePort()] as const)),
  ) as Record<Server, number>
  const urls = Object.fromEntries(servers.map((server) => [server, `http://127.0.0.1:${ports[server]}`])) as Record<
    Server,
    string
  >
  await writeTokens(folder)
  const log = openSync(join(folder, 'services.log'), 'a')
  const slots = new Map<string, { worker: Worker; listens: boolean }>()
  /** Ends that nobody had ordered. */
  const crashes: string[] = []
  let stopping = false
  let kills = 0

  const own: Record<Server, Record<string, string>> = {
    bank: {
      DATABASE_URL: databases.bank,
      ...merchant,
      PAYMENT_WEBHOOK_URL: `${urls.payment}/webhooks/bank`,
      WEBHOOK_EVERY_MS: '50',
    },
    order: {
      DATABASE_URL: databases.order,
      PRODUCT_URL: urls.product,
      PAYMENT_URL: urls.payment,
      CART_URL: urls.cart,
      ...orderTiming,
    },
    product: { DATABASE_URL: databases.product, CACHE_VALKEY_URL: valkeyUrl },
    payment: { DATABASE_URL: databases.payment, BANK_URL: urls.bank, ...merchant, ...paymentTiming },
    cart: { CARTS_VALKEY_URL: valkeyUrl, PRODUCT_URL: urls.product, COOKIE_SECURE: 'false' },
  }

  async function fork(server: Server, slot: number): Promise<void> {
    const adminPort = await freePort()
    if (stopping) return
    // The kernel hands connections to whichever process accepts: one that is killed takes none with it.
    cluster.schedulingPolicy = cluster.SCHED_NONE
    cluster.setupPrimary({
      exec: join(repository, server === 'bank' ? 'sandbox/bank' : `services/${server}`, 'src/main.ts'),
      execArgv: [
        '--max-semi-space-size=8',
        ...(server === 'bank' ? [] : [`--import=${import.meta.resolve('./arm.ts')}`]),
      ],
      args: [],
      cwd: repository,
      stdio: ['ignore', log, log, 'ipc'],
    })
    const worker = cluster.fork({
      HOST: '127.0.0.1',
      PORT: String(ports[server]),
      ADMIN_PORT: String(adminPort),
      LOG_LEVEL: 'info',
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      DRAIN_LINGER_MS: '0',
      DRAIN_LIMIT_MS: '3000',
      CUSTOMER_JWKS: join(folder, 'jwks.json'),
      SERVICE_JWKS: join(folder, 'jwks.json'),
      SERVICE_TOKENS_DIR: join(folder, 'tokens', server),
      SERVICE_TOKEN_ISSUER: 'https://kubernetes.default.svc',
      ...own[server],
    })
    const state = { worker, listens: false }
    slots.set(`${server} ${slot}`, state)
    worker.on('listening', ({ port }) => {
      if (port === ports[server]) state.listens = true
    })
    worker.on('message', (message: unknown) => {
      if (!isArrival(message) || server === 'bank') return
      const action = referee.decide(server, message)
      if (worker.isConnected()) worker.send({ verdict: message.arrival, action }, () => {})
    })
    worker.on('error', () => {})
    worker.on('exit', (code, signal) => {
      state.listens = false
      if (stopping) return
      if (signal === 'SIGKILL') kills++
      else
        crashes.push(`a process of ${server} ended with ${signal ?? `exit code ${code}`}; see ${folder}/services.log`)
      void fork(server, slot)
    })
  }

  const all = servers.flatMap((server) => Array.from({ length: replicas[server] }, (_, slot) => ({ server, slot })))
  await Promise.all(all.map(({ server, slot }) => fork(server, slot)))

  return {
    urls,
    crashes,
    kills: () => kills,
    /** Comes back when every process takes requests. */
    whole: () =>
      until('all processes take requests', 60_000, async () => [...slots.values()].every(({ listens }) => listens)),
    async stop(): Promise<void> {
      stopping = true
      const gone = [...slots.values()].map(
        ({ worker }) => worker.isDead() || new Promise((resolve) => worker.once('exit', resolve)),
      )
      for (const { worker } of slots.values()) worker.process.kill('SIGKILL')
      await Promise.all(gone)
    },
  }
}

/** What a cluster mounts into the pods: the keys, and a token of each service for each other, good for a day. */
async function writeTokens(folder: string): Promise<void> {
  writeFileSync(join(folder, 'jwks.json'), JSON.stringify(testKeys.jwks()))
  const exp = Math.floor(Date.now() / 1000) + 86_400
  for (const caller of struckServices) {
    const own = join(folder, 'tokens', caller)
    mkdirSync(own, { recursive: true })
    for (const audience of struckServices)
      writeFileSync(join(own, audience), await testTokens.service(caller, audience, { exp }))
  }
}
