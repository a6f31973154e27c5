import type { CrewMember } from './keep-running.ts'
import type { ServerName } from './parties.ts'

/** `.saleday/run/shop.json`: what runs now, for programs that look at the shop or break it on purpose. */
export type ShopFile = {
  /** `open` when customers can buy. */
  state: 'starting' | 'open' | 'stopping'
  /** Of the shop: SIGTERM stops all of it in good order. */
  pid: number
  startedAt: string
  /** When it opened for the first time. */
  openedAt: string | null
  baseUrl: string
  dataDir: string
  replicas: number
  tracing: boolean
  gateway: ProcessEntry[]
  /** Not behind the gateway: its address is its own. */
  console: { url: string; processes: ProcessEntry[] }
  servers: Record<ServerName, ServerEntry>
  databases: {
    pid: number | null
    servers: Record<string, { pid: number; port: number }>
    valkey: { carts: string; cache: string } | null
  }
  /** Folder with `<caller>/<audience>`: tokens for calls under `/internal/`. */
  tokensDir: string
}
export type ServerEntry = { url: string; processes: (ProcessEntry & { adminUrl: string })[] }
export type ProcessEntry = CrewMember
