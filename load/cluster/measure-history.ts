import type { ClusterChange } from './cluster-change.ts'

export type Line<K extends ClusterChange['k']> = Extract<ClusterChange, { k: K }>

/** What was seen of a cluster, sorted by what it was seen of; the lines of each in the order of time. */
export type ClusterHistory = {
  /** By name and time of birth: pods of a StatefulSet come again under one name. */
  pods: ReadonlyMap<string, readonly Line<'pod'>[]>
  services: ReadonlyMap<string, readonly Line<'service'>[]>
  endpoints: ReadonlyMap<string, readonly Line<'endpoints'>[]>
  autoscalers: ReadonlyMap<string, readonly Line<'autoscaler'>[]>
  nodes: ReadonlyMap<string, readonly Line<'node'>[]>
}

export function historyOf(changes: readonly ClusterChange[]): ClusterHistory {
  const inOrder = [...changes].sort((a, b) => a.at - b.at)
  const by = <K extends ClusterChange['k']>(k: K, key: (line: Line<K>) => string): Map<string, Line<K>[]> =>
    Map.groupBy(
      inOrder.filter((line): line is Line<K> => line.k === k),
      key,
    )
  return {
    pods: by('pod', podKey),
    services: by('service', ({ service }) => service),
    endpoints: by('endpoints', ({ service }) => service),
    autoscalers: by('autoscaler', ({ service }) => service),
    nodes: by('node', ({ node }) => node),
  }
}

export const podKey = ({ name, createdAt }: Pick<Line<'pod'>, 'name' | 'createdAt'>): string => `${name} ${createdAt}`

/** The last line at a moment or before it. */
export function lineAt<T extends { at: number }>(lines: readonly T[] | undefined, at: number): T | undefined {
  return lines?.findLast((line) => line.at <= at)
}

/** The last line before a moment: what an event hit is what was there before it. */
export const lineBefore = <T extends { at: number }>(lines: readonly T[] | undefined, at: number): T | undefined =>
  lines?.findLast((line) => line.at < at)

/** All pods as they were before a moment, without those that were gone or not yet there. */
export function podsBefore({ pods }: ClusterHistory, at: number): Line<'pod'>[] {
  return [...pods.values()].flatMap((lines) => {
    const line = lineBefore(lines, at)
    return line === undefined || line.state === 'gone' ? [] : [line]
  })
}
