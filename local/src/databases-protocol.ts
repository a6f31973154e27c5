import type { StartErrorCode } from '@saleday/embedded/start-error'

/** What the shop and the process that holds its databases tell each other. */
export type DatabasesOptions = {
  postgres: { dataDir: string; port: number; password: string; log: string }
  /** Absent where VALKEY_URL names a server that runs elsewhere. */
  valkey?: { carts: ValkeyOptions; cache: ValkeyOptions }
  /** Where the list of servers is kept. */
  listFile: string
}
export type ValkeyOptions = { dir: string; port: number; log: string }

export type ToDatabases = { type: 'start'; options: DatabasesOptions } | { type: 'stop' }

export type FromDatabases =
  | { type: 'up'; postgresUrl: string; valkey?: { carts: string; cache: string } }
  | { type: 'failed'; code: StartErrorCode | undefined; message: string }
  | { type: 'note'; line: string }
  /** The list of servers is another one now. */
  | { type: 'changed' }

/** How the servers are called, to people and in the list. */
export const databaseServers = {
  postgres: 'PostgreSQL',
  carts: 'Valkey for carts',
  cache: 'Valkey for the cache',
} as const

/** The content of the list: which servers run, and who holds them. */
export type DatabaseList = { pid: number; servers: Record<string, { pid: number; port: number }> }
