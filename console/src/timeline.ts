import type { TimetableEvent } from '@saleday/load/timetable-event'
import { historySeconds, type TimelineEvent } from './frame.ts'

/** What was done and what was seen of it are told this far apart, at most. */
const sameWithinMs = 15_000

/** The events of the last ten minutes. What was done on purpose and what was seen of it become one event. */
export function timeline() {
  const events = new Map<string, TimelineEvent>()
  /** Of what was seen: the id of what was done. */
  const aliases = new Map<string, string>()

  function add(event: TimelineEvent): TimelineEvent | undefined {
    const known = aliases.get(event.id) ?? event.id
    const present = events.get(known)
    if (present !== undefined) {
      const told = event.by === present.by ? event : present
      return keep({ ...told, id: known, endedAt: event.endedAt ?? present.endedAt })
    }
    const twin = twinOf(event)
    if (twin === undefined) return keep(event)
    if (event.by === 'seen') {
      aliases.set(event.id, twin.id)
      return undefined
    }
    // It was seen first: what was done is told under the same id, and its end is what is seen.
    aliases.set(event.id, twin.id)
    aliases.set(twin.id, twin.id)
    return keep({ ...event, id: twin.id, endedAt: event.endedAt ?? twin.endedAt })
  }

  function keep(event: TimelineEvent): TimelineEvent | undefined {
    const before = events.get(event.id)
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(event)) return undefined
    events.set(event.id, event)
    return event
  }

  /** The nearest in time that nothing was joined with yet. */
  function twinOf({ kind, subject, by, at }: TimelineEvent): TimelineEvent | undefined {
    const joined = new Set(aliases.values())
    return [...events.values()]
      .filter((other) => (other.by === 'seen') !== (by === 'seen') && other.kind === kind && other.subject === subject)
      .filter((other) => Math.abs(other.at - at) <= sameWithinMs && !joined.has(other.id))
      .sort((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0]
  }

  return {
    /** @returns those that are new or tell more */
    take(added: readonly TimelineEvent[], now: number): TimelineEvent[] {
      const told = added.flatMap((event) => add(event) ?? [])
      for (const [id, { at, endedAt }] of events)
        if (now - (endedAt ?? at) > historySeconds * 1000) {
          events.delete(id)
          for (const [alias, of] of aliases) if (of === id) aliases.delete(alias)
        }
      return told
    },
    all: (): TimelineEvent[] => [...events.values()].sort((a, b) => a.at - b.at),
  }
}

const kinds: Readonly<Record<TimetableEvent['kind'], TimelineEvent['kind']>> = {
  kill: 'kill',
  restart: 'restart',
  evict: 'restart',
  rollout: 'rollout',
  'bad-rollout': 'rollout',
  config: 'rollout',
  scale: 'scale',
  drain: 'drain',
  uncordon: 'node',
  'stop-node': 'node',
  'start-node': 'node',
  bank: 'bank',
  valkey: 'store',
  postgres: 'store',
}

/** What the timetable of a sale day did. */
export function eventOfDay(run: string, event: TimetableEvent): TimelineEvent {
  const { at, plannedMs, kind, service, says, hit, replacedMs, details } = event
  return {
    id: `${run} ${plannedMs} ${kind} ${service}`,
    at,
    endedAt: replacedMs === null ? null : at + replacedMs,
    kind: kinds[kind],
    by: 'sale-day',
    subject: service,
    says: hit === null ? `${says} hit nothing` : says,
    kubectl: typeof details.kubectl === 'string' ? details.kubectl : null,
  }
}
