import type { CoreV1Event } from '@kubernetes/client-node'
import { timeOf } from '@saleday/load/cluster/kube-times'
import type { Source as Informer } from '@saleday/load/cluster/watch-cluster'
import type { TimelineEvent } from './frame.ts'

/** Longer ones say the same again. */
const longestMessage = 160

/** What the cluster itself warns of, from now on: each reason once for each object, however often it comes. */
export function followWarnings(events: Pick<Informer<CoreV1Event>, 'on'>, since: number) {
  const first = new Map<string, number>()
  let news: TimelineEvent[] = []
  function take(event: CoreV1Event): void {
    const at = timeOf(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp)
    if (event.type !== 'Warning' || at < since) return
    const { kind, name } = event.involvedObject
    const id = `warning ${kind} ${name} ${event.reason}`
    const begunAt = first.get(id) ?? at
    first.set(id, begunAt)
    const message = (event.message ?? '').replaceAll(/\s+/g, ' ').slice(0, longestMessage)
    news.push({
      id,
      at: begunAt,
      endedAt: at > begunAt ? at : null,
      kind: 'warning',
      by: 'seen',
      subject: name ?? null,
      says: `${name}: ${event.reason}: ${message}`,
      kubectl: null,
    })
    if (first.size > mostKept) first.delete(first.keys().next().value!)
  }
  events.on('add', take)
  events.on('update', take)
  return {
    /** Those that came since this was called last. */
    take(): TimelineEvent[] {
      const taken = news
      news = []
      return taken
    },
  }
}

const mostKept = 1_000
