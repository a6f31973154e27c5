import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { ClusterView } from './watch-cluster.ts'

/** Writes what is seen of the cluster: first all of it as it is now, then each change. @returns what ends it */
export function writeChanges(view: Pick<ClusterView, 'state' | 'onChange'>, file: string): () => Promise<void> {
  const lines = createWriteStream(file)
  const write = (change: unknown): void => void lines.write(`${JSON.stringify(change)}\n`)
  for (const change of view.state()) write({ ...change, at: Date.now() })
  const forget = view.onChange(write)
  let ended: Promise<void> | undefined
  return () => {
    forget()
    ended ??= finished(lines.end())
    return ended
  }
}
