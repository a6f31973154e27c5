import { clock } from '../src/live-text.ts'
import { percentOf } from './chart-path.ts'
import { timeTicks } from './chart-scale.ts'
import { type Html, html } from './html.ts'
import type { ReportEvent } from './report-schema.ts'

/** A line through the day for each event. */
export const eventLines = (events: readonly ReportEvent[], seconds: number): Html[] =>
  events.map(
    (event) => html`<i class="${lineClass(event)}" style="left:${percentOf(event.elapsedMs / 1000, seconds)}"></i>`,
  )

const lineClass = ({ kind, hit }: ReportEvent): string =>
  hit === null ? 'line missed' : kind === 'kill' ? 'line kill' : 'line'

/** Marks that would cover each other on a phone take another row. */
export function eventMarks(events: readonly ReportEvent[], seconds: number): Html | null {
  if (events.length === 0) return null
  const width = 0.085 * seconds
  const ends: number[] = []
  const placed = events.map((event) => {
    const at = event.elapsedMs / 1000
    const free = ends.findIndex((end) => end <= at)
    const row = free === -1 ? Math.min(ends.length, mostRows - 1) : free
    ends[row] = at + width
    const words = `${clock(event.elapsedMs)} ${event.says}`
    return html`<a class="mark ${event.hit === null ? 'missed' : event.kind}" href="#event-${event.number}" style="left:${percentOf(at, seconds)};--row:${row}" title="${words}" aria-label="Event ${event.number}, ${words}">${event.number}</a>`
  })
  return html`<nav class="rail marks" style="--rows:${ends.length}" aria-label="Events of the day">${placed}</nav>`
}
const mostRows = 6

export const timeAxis = (seconds: number): Html =>
  html`<div class="rail axis" aria-hidden="true">${timeTicks(seconds).map((second) => html`<span style="left:${percentOf(second, seconds)}">${clock(second * 1000)}</span>`)}</div>`
