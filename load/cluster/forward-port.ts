import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** Joins a connection with one port of a pod, until either side ends it. */
export type Join = (socket: Socket) => Promise<void>

export type Forward = { host: string; port: number; close(): void }

/** A port of this machine, each of whose connections is joined with a pod by itself: one that breaks breaks no other. */
export async function forwardPort(join: Join): Promise<Forward> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // A pod that is killed cuts connections: who uses them sees that.
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    join(socket).catch(() => socket.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  const { port } = server.address() as { port: number }
  return {
    host: '127.0.0.1',
    port,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
