import type { Crew } from './keep-running.ts'
import type { ServerName } from './parties.ts'

/** Callers go before those whom they call, so that whatever still runs can be finished. */
const waves: readonly { servers: readonly ServerName[]; graceMs: number }[] = [
  { servers: ['web', 'order', 'cart', 'auth'], graceMs: 6_000 },
  { servers: ['payment', 'product'], graceMs: 3_000 },
  { servers: ['bank'], graceMs: 2_000 },
]
const gatewayGraceMs = 6_000
const consoleGraceMs = 2_000
/** The gateway has stopped accepting by then; what runs through it is finished by the services in their own drain. */
const gatewayAheadMs = 300

/** Drains the gateway, the console and the servers, in order; SIGKILL for what does not end in time. */
export async function stopProcesses(
  gateway: Crew | undefined,
  console: Crew | undefined,
  crews: Partial<Record<ServerName, Crew>>,
): Promise<void> {
  const gone = [gateway?.stop(gatewayGraceMs), console?.stop(consoleGraceMs)]
  if (gateway) await new Promise((resolve) => setTimeout(resolve, gatewayAheadMs))
  for (const { servers, graceMs } of waves) await Promise.all(servers.map((server) => crews[server]?.stop(graceMs)))
  await Promise.all(gone)
}
