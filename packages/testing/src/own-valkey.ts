import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startValkey } from '@saleday/embedded/valkey-server'
import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'

export type OwnValkey = Awaited<ReturnType<typeof ownValkey>>

/** A server of its own, which a test may take away. */
export async function ownValkey({ appendOnly }: { appendOnly: boolean }) {
  const dir = await mkdtemp(join(tmpdir(), 'saleday-own-valkey-'))
  const options = { dir, port: await freePort(), appendOnly }
  let server = await startValkey(options)
  function connect(): Redis {
    const redis = new Redis(server.url, { maxRetriesPerRequest: 0 })
    redis.on('error', () => undefined) // the command that fails says it
    return redis
  }
  /** Asks it as an operator does, by a connection of its own. */
  async function call(command: string, ...args: (string | number)[]): Promise<unknown> {
    const redis = connect()
    try {
      return await redis.call(command, ...args)
    } finally {
      redis.disconnect()
    }
  }
  return {
    url: server.url,
    call,
    /** Ends the connections of all others, and gives how many there were. */
    cutConnections: () => call(...cutOthers) as Promise<number>,
    /** Until the function that comes back is called, it has no connection left for anybody. */
    async takeAllConnections(): Promise<() => Promise<void>> {
      const redis = connect()
      const [, before] = (await redis.call('CONFIG', 'GET', 'maxclients')) as [string, string]
      await redis.call('CONFIG', 'SET', 'maxclients', 1)
      await redis.call(...cutOthers)
      return async () => {
        await redis.call('CONFIG', 'SET', 'maxclients', before)
        redis.disconnect()
      }
    },
    async kill() {
      await server.signal('SIGKILL')
      await server.exited
    },
    /** It keeps its connections, and answers nobody. */
    pause: () => server.signal('SIGSTOP'),
    goOn: () => server.signal('SIGCONT'),
    /** @param options.empty nothing is left of what it had */
    async restart({ empty }: { empty: boolean }) {
      if (empty) await rm(dir, { recursive: true, force: true })
      server = await startValkey(options)
    },
    async close() {
      await server.stop()
      await rm(dir, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

const cutOthers = ['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes'] as const
