import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { databaseServers } from '@saleday/local/databases-protocol'
import type { ServerName } from '@saleday/local/parties'
import { processesOf } from '@saleday/local/ports'
import { readCpuTimes } from '@saleday/local/process-cpu'
import { readJson } from '@saleday/local/read-json'
import type { ShopFile } from '@saleday/local/shop-file'
import type { Replica, Replicas, ServerToRestart, Strike } from './replicas.ts'

/** How the supervisor calls the servers, and how each is ended without a goodbye. */
const strikes: Readonly<Record<ServerToRestart, { name: string; signal: NodeJS.Signals; means: string }>> = {
  // SIGKILL to its parent process alone would leave sessions at work for a moment: SIGQUIT ends all of them as a crash does.
  postgres: {
    name: databaseServers.postgres,
    signal: 'SIGQUIT',
    means: 'immediate shutdown, and recovery from its log',
  },
  carts: { name: databaseServers.carts, signal: 'SIGKILL', means: 'what was written in the last second may be lost' },
  cache: { name: databaseServers.cache, signal: 'SIGKILL', means: 'it comes back empty' },
}

/** The processes of the shop on this machine, as its supervisor lists them in `run/shop.json`. */
export function localReplicas(shopFile: string): Replicas {
  // The supervisor replaces the file as a whole, so that a second look helps where one came too early.
  const read = async (): Promise<ShopFile | undefined> =>
    readJson<ShopFile>(shopFile) ?? (await delay(50).then(() => readJson<ShopFile>(shopFile)))

  return {
    async list(service) {
      const shop = await read()
      const processes = Object.entries(shop?.servers ?? {}).find(([name]) => name === service)?.[1].processes ?? []
      return processes
        .filter(({ pid }) => pid > 1)
        .map(({ pid, ready, adminUrl }): Replica => ({ service, id: idOf(pid), life: idOf(pid), ready, adminUrl }))
    },
    wanted: (service) => processesOf(service as ServerName, readJson<ShopFile>(shopFile)?.replicas ?? 0),
    kill: async ({ id }) => strike(id, 'SIGKILL'),
    restart: async ({ id }) => strike(id, 'SIGTERM'),
    async databaseCpuSeconds() {
      if (!existsSync('/proc/self/stat')) return {}
      const servers = (await read())?.databases.servers ?? {}
      const times = readCpuTimes()
      const seconds = Object.entries(strikes).flatMap(([server, { name }]) => {
        const pid = servers[name]?.pid
        return pid === undefined || pid <= 1 ? [] : [[server, times.msOf([pid]) / 1000]]
      })
      return Object.fromEntries(seconds)
    },
    async restartServer(server) {
      const { name, signal: how, means } = strikes[server]
      const pid = (await read())?.databases.servers[name]?.pid
      if (pid === undefined || pid <= 1 || !signal(pid, how)) return null
      return {
        id: idOf(pid),
        says: `${how} to ${name}, process ${pid} (${means})`,
        // It is listed again when it can be used again.
        isBack: async () => ((await read())?.databases.servers[name]?.pid ?? pid) !== pid,
      }
    },
  }
}

/** No shop on this machine: there is nothing to act on. */
export const noReplicas: Replicas = {
  list: async () => [],
  wanted: () => 0,
  kill: async () => undefined,
  restart: async () => undefined,
  restartServer: async () => null,
}

const idOf = (pid: number): string => `process ${pid}`
const pidOf = (id: string): number => Number(id.replace('process ', ''))

const strike = (id: string, name: NodeJS.Signals): Strike | undefined =>
  signal(pidOf(id), name) ? { how: `${name} to` } : undefined

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
