import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Service } from './chassis.ts'
import { closeServer } from './http-server.ts'
import type { Logger } from './logger.ts'

/**
 * Ends a process without a customer noticing. By now readiness says no, and every answer asks for its connection to be
 * closed. The order matters:
 * 1. go on accepting for longer than callers keep a connection: a request that is on its way must not meet a closed door;
 * 2. end event streams, which would never end by themselves;
 * 3. stop accepting and finish what runs;
 * 4. stop the workers, which give their leases back;
 * 5. close what the service has open.
 */
export async function drain(parts: {
  server: Server
  service: Service
  lingerMs: number
  endStreams: () => void
  log: Logger
}): Promise<void> {
  const { server, service, lingerMs, endStreams, log } = parts
  await sleep(lingerMs)
  endStreams()
  const closed = closeServer(server)
  // Kept-alive connections that went idle meanwhile would hold the server open until their timeout.
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  await closed
  clearInterval(idle)
  log.info('the last request is answered')
  await Promise.all((service.workers ?? []).map((worker) => worker.stop()))
  await service.close?.()
}
