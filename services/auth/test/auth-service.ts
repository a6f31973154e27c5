import { randomBytes, randomUUID } from 'node:crypto'
import type { Session } from '@saleday/contracts/auth'
import { listen } from '@saleday/testing/listen'
import { testChassis } from '@saleday/testing/test-chassis'
import { type TestDatabase, testDatabase } from '@saleday/testing/test-database'
import { testValkey } from '@saleday/testing/test-valkey'
import { build } from '../src/build.ts'
import { loadConfig } from '../src/config.ts'

export const secrets = {
  SIGNING_KEY_SECRET: randomBytes(32).toString('hex'),
  REFRESH_TOKEN_SECRET: randomBytes(32).toString('hex'),
}

export const migrations = new URL('../migrations', import.meta.url)

/** Real PostgreSQL and Valkey, and as many processes' worth of the service on them as are asked for. */
export async function authServers(itsDatabase?: TestDatabase) {
  const database = itsDatabase ?? (await testDatabase(migrations))
  const valkey = await testValkey()
  const open: (() => Promise<unknown>)[] = []
  return {
    database,
    async start(environment: Record<string, string> = {}) {
      const config = loadConfig({
        DATABASE_URL: database.url,
        CACHE_VALKEY_URL: valkey.url,
        RATE_LIMIT_PER_EMAIL: '1000',
        ...secrets,
        ...environment,
      })
      const chassis = testChassis('auth')
      const service = build(config, chassis)
      const server = await listen(service.app)
      open.push(async () => {
        await server.close()
        await service.close?.()
      })
      return { url: server.url, metrics: chassis.metrics, chassis, service, warmUp: async () => service.warmUp?.() }
    },
    async close() {
      await Promise.all(open.map((close) => close()))
      await valkey.close()
      await database.close()
    },
  }
}

export type AuthServers = Awaited<ReturnType<typeof authServers>>

/** One process that is warmed up. */
export async function authService(environment: Record<string, string> = {}) {
  const servers = await authServers()
  const process = await servers.start(environment)
  await process.warmUp()
  return { ...process, servers, pool: servers.database.pool, close: servers.close }
}

export type Answer = Awaited<ReturnType<typeof send>>

export async function send(
  url: string,
  method: string,
  path: string,
  options: { body?: unknown; cookie?: string | undefined; token?: string; headers?: Record<string, string> } = {},
) {
  const { body, cookie, token, headers } = options
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === undefined ? {} : { cookie: `saleday_refresh=${cookie}` }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const setCookie = response.headers.getSetCookie().find((line) => line.startsWith('saleday_refresh='))
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    setCookie,
    /** The refresh token that the answer set. */
    cookie: setCookie?.split(';', 1)[0]?.split('=')[1],
    body: text === '' ? undefined : JSON.parse(text),
  }
}

export const password = 'correct horse battery'
export const newEmail = (): string => `${randomUUID()}@test.example`

export async function registered(url: string, email: string = newEmail()): Promise<Session & { cookie: string }> {
  const answer = await send(url, 'POST', '/api/auth/register', { body: { email, password, name: 'Ann' } })
  if (answer.status !== 201) throw new Error(`register answered ${answer.status} ${JSON.stringify(answer.body)}`)
  return { ...answer.body, cookie: answer.cookie }
}
