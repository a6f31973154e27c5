import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** A port that nobody listens on now, and, where asked, one that is kept taken until `release`. */
export async function freePort(): Promise<number> {
  const { port, release } = await takenPort()
  await release()
  return port
}

export async function takenPort(): Promise<{ port: number; release(): Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const release = async () => {
    await once(server.close(), 'close')
  }
  return { port: (server.address() as AddressInfo).port, release }
}
