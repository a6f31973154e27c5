import type { Source, Sources } from '../watch-cluster.ts'

type Named = { metadata?: { name?: string } }

/** An informer whose objects a test changes. */
export function fakeSource<T extends Named>(objects: T[] = [], failure?: Error) {
  const takers: Record<string, ((object: never) => void)[]> = {}
  const tell = (verb: string, object: unknown): void => {
    for (const take of takers[verb] ?? []) take(object as never)
  }
  let list = [...objects]
  let starts = 0
  const source: Source<T> = {
    on(verb: string, take: (object: never) => void) {
      takers[verb] = [...(takers[verb] ?? []), take]
    },
    list: () => list,
    async start() {
      starts += 1
      if (starts > 1) return
      if (failure !== undefined) tell('error', failure)
      else for (const object of objects) tell('add', object)
    },
    stop: async () => undefined,
  }
  return {
    source,
    starts: () => starts,
    put(object: T) {
      const isNew = !list.some((each) => each.metadata?.name === object.metadata?.name)
      list = [...list.filter((each) => each.metadata?.name !== object.metadata?.name), object]
      tell(isNew ? 'add' : 'update', object)
    },
    remove(object: T) {
      list = list.filter((each) => each.metadata?.name !== object.metadata?.name)
      tell('delete', object)
    },
    fail: (error: Error) => tell('error', error),
  }
}

export const sourcesOf = (sources: Partial<Sources>): Sources => ({
  pods: fakeSource<never>().source,
  deployments: fakeSource<never>().source,
  autoscalers: fakeSource<never>().source,
  nodes: fakeSource<never>().source,
  endpointSlices: fakeSource<never>().source,
  ...sources,
})
