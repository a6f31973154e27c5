import { isReady, watchPods } from '../src/watch-pods.ts'
import { eventually } from './eventually.ts'
import { podSelector, type Service } from './services.ts'
import { context, namespace } from './target.ts'

/** Counts the ready pods of a service as they come and go, without asking again and again. */
export function countPods(service: Service) {
  const ready = new Set<string>()
  const all = new Set<string>()
  const watch = watchPods({ context, namespace, selector: podSelector([service]) }, ({ type, object }) => {
    const { name } = object.metadata
    if (type === 'DELETED') all.delete(name)
    else all.add(name)
    if (type !== 'DELETED' && isReady(object)) ready.add(name)
    else ready.delete(name)
  })
  return {
    stop: async () => watch.stop(),
    /** @returns the seconds that it took */
    async until(
      what: string,
      limitSeconds: number,
      isSo: (count: { ready: number; all: number }) => boolean,
    ): Promise<number> {
      const fromMs = performance.now()
      await eventually(
        () => `${service} has ${what}; it has ${ready.size} ready of ${all.size}`,
        limitSeconds,
        () => isSo({ ready: ready.size, all: all.size }),
        100,
      )
      return (performance.now() - fromMs) / 1000
    },
  }
}
