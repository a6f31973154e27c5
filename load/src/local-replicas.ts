import { setTimeout as delay } from 'node:timers/promises'
import { readJson } from '@saleday/local/read-json'
import type { ShopFile } from '@saleday/local/shop-file'
import type { Replica, Replicas } from './replicas.ts'

/** The processes of the shop on this machine, as its supervisor lists them in `run/shop.json`. */
export function localReplicas(shopFile: string): Replicas {
  return {
    async list(service) {
      // The supervisor replaces the file as a whole, so that a second look helps where one came too early.
      const shop = readJson<ShopFile>(shopFile) ?? (await delay(50).then(() => readJson<ShopFile>(shopFile)))
      const processes = Object.entries(shop?.servers ?? {}).find(([name]) => name === service)?.[1].processes ?? []
      return processes
        .filter(({ ready, pid }) => ready && pid > 1)
        .map(({ pid }): Replica => ({ service, id: `process ${pid}` }))
    },
    async kill({ id }) {
      try {
        return process.kill(Number(id.replace('process ', '')), 'SIGKILL')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
        throw error
      }
    },
  }
}
