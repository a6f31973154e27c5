import type { ClusterHistory } from './measure-history.ts'

/** A node over the day. Times are in milliseconds since the crowd came. */
export type NodeLife = {
  name: string
  role: 'control-plane' | 'worker'
  states: { ready: boolean; takesPods: boolean; fromMs: number; toMs: number }[]
}

export function nodesOf({ nodes }: ClusterHistory, startAt: number, endAt: number): NodeLife[] {
  return [...nodes]
    .map(([name, lines]) => {
      const states: NodeLife['states'] = []
      for (const { at, ready, takesPods } of lines) {
        const fromMs = Math.max(0, at - startAt)
        const last = states.at(-1)
        if (at > endAt || (last?.ready === ready && last.takesPods === takesPods)) continue
        if (last !== undefined) last.toMs = fromMs
        states.push({ ready, takesPods, fromMs, toMs: endAt - startAt })
      }
      return { name, role: lines[0]!.role, states: states.filter(({ fromMs, toMs }) => toMs > fromMs) }
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}
