import { createGateway } from './gateway-server.ts'
import type { ServerName } from './parties.ts'

/** What the gateway's process is given. */
export type GatewaySettings = { port: number; hosts: string[]; upstreams: Record<ServerName, string> }

const { port, hosts, upstreams } = JSON.parse(process.env.GATEWAY!) as GatewaySettings
const gateway = createGateway(upstreams)

let draining = false
const drain = async () => {
  if (draining) return
  draining = true
  await gateway.drain({ lingerMs: 200, limitMs: 3_000 })
  process.exit(0)
}
process.on('SIGTERM', drain)
process.on('disconnect', drain)
// Ctrl-C in a terminal reaches every process in it; the shop decides when the gateway goes.
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})

let listening = 0
for (const host of hosts) {
  try {
    await gateway.listen(port, host)
    listening += 1
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    // A machine without IPv6 has no ::1.
    if (code !== 'EADDRNOTAVAIL' && code !== 'EAFNOSUPPORT') {
      process.stderr.write(`The gateway cannot listen: ${message}\n`)
      process.exit(1)
    }
  }
}
if (listening === 0) {
  process.stderr.write(`The gateway cannot listen on ${hosts.join(' or ')}: this machine has no such address.\n`)
  process.exit(2)
}
process.send?.('ready')
