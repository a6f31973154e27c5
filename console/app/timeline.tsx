import { useEffect, useMemo, useRef } from 'preact/hooks'
import type { TimelineEvent } from '../src/frame.ts'
import { rated } from './bin-points.ts'
import { Command } from './command.tsx'
import type { Told } from './fold-frames.ts'
import { glyphOfEvent } from './glyphs.ts'
import { Icon } from './icon.tsx'
import { type OutcomePlot, outcomePlot } from './outcome-plot.ts'
import { paint } from './theme.ts'
import { byWord, outcomeWord, timeOfDay, wait } from './words.ts'

const listed = 30

export function Timeline({ told }: { told: Told }) {
  const events = useMemo(() => <Events events={told.events} />, [told.events])
  return (
    <section class="timeline" aria-labelledby="timeline">
      <div class="section-head">
        <h2 id="timeline">Checkouts/s and events</h2>
        <Legend />
      </div>
      <Plot told={told} />
      {events}
    </section>
  )
}

const Legend = () => (
  <ul class="plot-legend" aria-hidden="true">
    {rated.map((outcome) => (
      <li key={outcome} data-outcome={outcome}>
        <span class="swatch" />
        {outcomeWord[outcome]}
      </li>
    ))}
    <li>
      <span class="dashes" />
      wanted
    </li>
  </ul>
)

function Events({ events }: { events: readonly TimelineEvent[] }) {
  if (events.length === 0) return <p class="no-events">Nothing has happened in the last 10 minutes.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <ol class="events" tabIndex={0} aria-label="Events, the latest first">
      {events
        .slice(-listed)
        .toReversed()
        .map((event) => (
          <Happening key={event.id} event={event} />
        ))}
    </ol>
  )
}

function Plot({ told }: { told: Told }) {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<OutcomePlot | undefined>(undefined)
  const latest = useRef(told)
  latest.current = told
  const colours = paint.value
  useEffect(() => {
    const made = outcomePlot(host.current!)
    plot.current = made
    made.draw(latest.current)
    const observer = new ResizeObserver(() => made.fit())
    observer.observe(host.current!)
    return () => {
      observer.disconnect()
      made.destroy()
    }
  }, [colours])
  useEffect(() => plot.current?.draw(told), [told])
  return (
    <div
      class="plot"
      ref={host}
      role="img"
      aria-label="Checkouts each second by outcome over the last 10 minutes, with the events marked that are listed below"
    />
  )
}

const Happening = ({ event }: { event: TimelineEvent }) => (
  <li data-by={event.by} data-kind={event.kind}>
    <Icon glyph={glyphOfEvent[event.kind]} />
    <div>
      <p>
        <time dateTime={new Date(event.at).toISOString()}>{timeOfDay(event.at)}</time>{' '}
        <span class="says">{event.says}</span>{' '}
        <span class="by">
          {byWord[event.by]}
          {event.endedAt !== null && `, ${wait(event.endedAt - event.at)}`}
        </span>
      </p>
      {event.kubectl !== null && <Command command={event.kubectl} />}
    </div>
  </li>
)
