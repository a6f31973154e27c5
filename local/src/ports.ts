import { databaseServers } from './databases-protocol.ts'
import { type ServerName, servers } from './parties.ts'

/** Most processes of one service. One more admin port each is left for the process that takes over in a rolling restart. */
export const maximumReplicas = 8

const firstPorts = {
  gateway: 8080,
  console: { api: 8090, admin: 19_180 },
  postgres: 15_432,
  carts: 16_379,
  cache: 16_380,
  product: { api: 13_001, admin: 19_110 },
  cart: { api: 13_002, admin: 19_120 },
  order: { api: 13_003, admin: 19_130 },
  payment: { api: 13_004, admin: 19_140 },
  auth: { api: 13_005, admin: 19_150 },
  bank: { api: 13_006, admin: 19_160 },
  web: { api: 13_007, admin: 19_170 },
} as const

export type ServerPorts = { api: number; admin: readonly number[] }
export type Ports = {
  gateway: number
  console: { api: number; admin: number }
  postgres: number
  carts: number
  cache: number
  servers: Readonly<Record<ServerName, ServerPorts>>
}

/** The table of ports, the only one. `offset` moves all but the gateway's. */
export function portTable(options: { gateway?: number | undefined; offset: number; replicas: number }): Ports {
  const { offset, replicas } = options
  const ofServer = (server: ServerName): ServerPorts => ({
    api: firstPorts[server].api + offset,
    admin: Array.from(
      { length: processesOf(server, replicas) + 1 },
      (_, slot) => firstPorts[server].admin + slot + offset,
    ),
  })
  const gateway = options.gateway ?? firstPorts.gateway
  const besideIt = firstPorts.console.api + offset
  return {
    gateway,
    // Whoever gives the gateway this port wants a console all the same.
    console: { api: besideIt === gateway ? besideIt + 1 : besideIt, admin: firstPorts.console.admin + offset },
    postgres: firstPorts.postgres + offset,
    carts: firstPorts.carts + offset,
    cache: firstPorts.cache + offset,
    servers: Object.fromEntries(servers.map((server) => [server, ofServer(server)])) as Record<ServerName, ServerPorts>,
  }
}

/** How many processes a server runs in: the bank is an outside party and has one. */
export const processesOf = (server: ServerName, replicas: number): number => (server === 'bank' ? 1 : replicas)

/** Every port that the shop will listen on, with what wants it. */
export function portUses(ports: Ports, embeddedValkey: boolean): { port: number; use: string }[] {
  return [
    { port: ports.gateway, use: 'the gateway' },
    { port: ports.console.api, use: 'the console' },
    { port: ports.console.admin, use: 'the admin port of the console' },
    { port: ports.postgres, use: databaseServers.postgres },
    ...(embeddedValkey
      ? [
          { port: ports.carts, use: databaseServers.carts },
          { port: ports.cache, use: databaseServers.cache },
        ]
      : []),
    ...servers.flatMap((server) => [
      { port: ports.servers[server].api, use: server },
      ...ports.servers[server].admin.map((port) => ({ port, use: `the admin port of a process of ${server}` })),
    ]),
  ]
}
