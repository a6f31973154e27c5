import type { LiveBoard } from '../src/live-day.ts'
import { configMap, type Kube } from './kube.ts'

/** The ConfigMap, and the key in it. */
export const boardName = 'sale-day-live'
export const boardKey = 'day.json'

/** A ConfigMap that is there while the day lasts. */
export function clusterBoard(kube: Pick<Kube, 'create' | 'patch' | 'remove'>): LiveBoard {
  const ref = configMap(boardName)
  return {
    async put(day) {
      const data = { [boardKey]: JSON.stringify(day) }
      if ((await kube.patch(ref, { data })) !== undefined) return
      const { apiVersion, kind, name } = ref
      const object = { apiVersion, kind, metadata: { name, labels: { 'app.kubernetes.io/part-of': 'saleday' } }, data }
      await kube.create(object)
    },
    async clear() {
      await kube.remove(ref)
    },
  }
}
