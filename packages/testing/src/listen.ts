import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { HttpApp } from '@saleday/chassis/http-app'
import { httpServer } from '@saleday/chassis/http-server'
import type { Express } from 'express'

/** The app on a free port of 127.0.0.1. Closing ends what is still connected. */
export async function listen(app: Express | HttpApp): Promise<{ url: string; close(): Promise<void> }> {
  const server = httpServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server.close(), 'close')
      server.closeAllConnections()
      await closed
    },
  }
}
