import { Redis } from 'ioredis'
import { valkeyVariable } from './test-servers.ts'

export type TestValkey = { url: string; close(): Promise<void> }

/** The first two may hold a shop's carts and cache, on a server that VALKEY_URL names. */
const firstDatabase = 2

/** A logical database of its own, empty; emptied again by close. Server-side functions are the whole server's. */
export async function testValkey(): Promise<TestValkey> {
  const serverUrl = process.env[valkeyVariable]
  if (!serverUrl) throw new Error(`${valkeyVariable} is not set: run tests with --test-global-setup, as npm test does`)
  const url = new URL(serverUrl)
  url.pathname = `/${await withRedis(serverUrl, findEmptyDatabase)}`
  return {
    url: url.href,
    close: () => withRedis(url.href, async (redis) => void (await redis.flushdb())),
  }
}

/** Others look at the same time: each begins at another place. What is not empty is never touched. */
async function findEmptyDatabase(redis: Redis): Promise<number> {
  const [, databases] = (await redis.config('GET', 'databases')) as string[]
  const count = Number(databases ?? 16) - firstDatabase
  const begin = await redis.incr('saleday:test-databases')
  await redis.expire('saleday:test-databases', 3_600)
  for (let i = 0; i < count; i++) {
    const database = firstDatabase + ((begin + i) % count)
    await redis.select(database)
    if ((await redis.dbsize()) === 0) return database
  }
  throw new Error(
    `None of the ${count} logical databases of the test Valkey is empty. If you can do without them: FLUSHALL`,
  )
}

async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 0 })
  redis.on('error', () => undefined) // the command that fails says it
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}
