import { type Frame, type History, historySeconds, type Point, pointOf, type TimelineEvent } from '../src/frame.ts'

/** All that the page knows. */
export type Told = { frame: Frame; points: readonly Point[]; events: readonly TimelineEvent[] }

/** What was told before is forgotten: the server may be another one. */
export const fromHistory = ({ frame, points, events }: History): Told => ({ frame, points, events })

export function withFrame(told: Told, frame: Frame): Told {
  const oldest = frame.at - historySeconds * 1000
  const isKept = ({ at }: { at: number }): boolean => at > oldest && at !== frame.at
  return {
    frame,
    points: [...told.points.filter(isKept), pointOf(frame)],
    events: withoutOld(withEvents(told.events, frame.events), oldest),
  }
}

/** The same list where none is too old: what shows it need not look again. */
function withoutOld(events: readonly TimelineEvent[], oldest: number): readonly TimelineEvent[] {
  const isKept = ({ at, endedAt }: TimelineEvent): boolean => (endedAt ?? at) > oldest
  return events.every(isKept) ? events : events.filter(isKept)
}

/** An event that is told again takes the place of the one before. */
function withEvents(before: readonly TimelineEvent[], told: readonly TimelineEvent[]): readonly TimelineEvent[] {
  if (told.length === 0) return before
  const events = new Map(before.map((event) => [event.id, event]))
  for (const event of told) events.set(event.id, event)
  return [...events.values()].sort((one, other) => one.at - other.at)
}
