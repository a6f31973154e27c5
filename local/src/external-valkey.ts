import { UserError } from './user-error.ts'

/** Two logical databases of the server that VALKEY_URL names: one for carts, the next for the cache. */
export function logicalDatabases(valkeyUrl: string): { carts: string; cache: string } {
  const url = parse(valkeyUrl)
  const first = Number(/^\/(\d{1,4})$/.exec(url.pathname)?.[1] ?? 0)
  const at = (database: number) => {
    const copy = new URL(url)
    copy.pathname = `/${database}`
    return copy.href
  }
  return { carts: at(first), cache: at(first + 1) }
}

function parse(valkeyUrl: string): URL {
  const url = URL.parse(valkeyUrl)
  if (!url || !['redis:', 'rediss:'].includes(url.protocol)) {
    throw new UserError(
      'VALKEY_URL is not an address of a Valkey.',
      'It looks like redis://localhost:6379; without it the shop starts its own.',
    )
  }
  return url
}

/** @throws UserError when the server does not answer */
export async function checkValkey(url: string): Promise<void> {
  const { Redis } = await import('ioredis')
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  client.on('error', () => {}) // told below
  try {
    await client.connect()
    await client.ping()
  } catch (cause) {
    throw new UserError(
      `The Valkey that VALKEY_URL names does not answer: ${(cause as Error).message}`,
      'Start it, or unset VALKEY_URL: then the shop starts its own.',
      { cause },
    )
  } finally {
    client.disconnect()
  }
}
