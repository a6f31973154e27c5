import { clock, count, rate, wait } from '../src/live-text.ts'
import { percentOf } from './chart-path.ts'
import { type Html, html } from './html.ts'
import { eventLines, eventMarks, timeAxis } from './page-day-events.ts'
import { answerPanel, checkoutPanel, failurePanel, requestPanel, waitPanel } from './page-day-panels.ts'
import { replicaPanel } from './page-day-replicas.ts'
import type { Report } from './report-schema.ts'

/** The day on one axis of time: phases and events above, what happened below, each event a line through all of it. */
export function daySection(report: Report): Html {
  const { timeline, events } = report
  const { seconds } = timeline
  if (report.checkouts.intents === 0)
    return html`<section id="day"><h2>The day</h2><p>No visitor came, so there is nothing to draw.</p></section>`
  return html`<section id="day">
<h2>The day</h2>
<p class="lead">${count(report.checkouts.intents)} checkouts over ${clock(seconds * 1000)} minutes.${events.length > 0 ? ' Each numbered line is something that was done to the shop; the number leads to it.' : ''}</p>
<div class="day" id="plots">
<div class="overlay" aria-hidden="true">${bands(report)}${eventLines(events, seconds)}<i class="cursor" id="cursor" hidden></i></div>
<div class="rail phases">${phaseNames(report)}</div>
${eventMarks(events, seconds)}
${checkoutPanel(timeline)}${failurePanel(timeline)}${requestPanel(timeline)}${waitPanel(timeline)}${answerPanel(timeline)}${replicaPanel(report)}
${timeAxis(seconds)}
</div>
<p class="readout" id="readout" hidden></p>
${figuresTable(report)}
</section>`
}

function phasesOf({ scenario, timeline: { seconds } }: Report) {
  let from = 0
  return scenario.phases.flatMap((phase) => {
    const start = from
    from += phase.seconds
    return start >= seconds ? [] : [{ ...phase, from: start, to: Math.min(from, seconds) }]
  })
}

/** Every other phase has a tint, so that one sees where the next begins. */
function bands(report: Report): Html[] {
  const { seconds } = report.timeline
  return phasesOf(report)
    .filter((_, index) => index % 2 === 1)
    .map(
      ({ from, to }) =>
        html`<i class="band" style="left:${percentOf(from, seconds)};width:${percentOf(to - from, seconds)}"></i>`,
    )
}

/**
 * Names of the phases for a page and for a phone. On a page a name may begin late in its phase, past the end of the one
 * before, and reach into the next; one that does not fit even so is left to the table of phases.
 */
function phaseNames(report: Report): Html[] {
  return [...namesFor(report, 900, true), ...namesFor(report, 265, false)]
}

function namesFor(report: Report, pixels: number, mayReachOver: boolean): Html[] {
  const { seconds } = report.timeline
  let free = 0
  return phasesOf(report).flatMap(({ name, from, to }) => {
    const start = Math.max(from, free)
    const end = start + ((name.length * 6.6 + 12) / pixels) * seconds
    if (start >= to || end > seconds || (!mayReachOver && end > to)) return []
    free = end
    return html`<span class="${mayReachOver ? 'wide' : 'narrow'}" style="left:${percentOf(start, seconds)}">${name}</span>`
  })
}

/** The same as numbers, for who cannot see the drawing or wants them exactly. */
function figuresTable({ timeline, scenario, cluster }: Report): Html {
  const size = Math.max(5, Math.ceil(timeline.seconds / 40 / 5) * 5)
  const rows = Array.from({ length: Math.ceil(timeline.seconds / size) }, (_, index) => {
    const from = index * size
    const part = <T>(series: readonly T[]): T[] => series.slice(from, from + size)
    const sum = (series: readonly number[]): number => part(series).reduce((total, value) => total + value, 0)
    const most = (series: readonly (number | null)[]): number | null =>
      part(series).reduce<number | null>((top, value) => (value === null ? top : Math.max(top ?? 0, value)), null)
    const missing = Object.entries(timeline.services).flatMap(([name, { ready, wanted }]) =>
      part(ready).some((value, at) => value !== null && value < (part(wanted)[at] ?? 0)) ? [name] : [],
    )
    return html`<tr><th scope="row">${clock(from * 1000)}</th><td>${count(sum(timeline.arrivals))}</td><td>${count(sum(timeline.outcomes.confirmed ?? []))}</td><td>${count(sum(timeline.firstAttemptErrors))}</td><td>${count(sum(timeline.failures))}</td><td>${rate(most(timeline.shop.requestsPerSecond))}</td><td>${wait(most(timeline.wait.p99Ms))}</td><td>${wait(most(timeline.shop.p99Ms))}</td><td class="text">${missing.join(', ') || '–'}</td></tr>`
  })
  return html`<details><summary>The day in figures, every ${size} seconds</summary>
<div class="scroll" role="region" aria-label="The day in figures" tabindex="0"><table>
<caption>What ${scenario.name} saw in each ${size} seconds; waits and requests are those of the worst second.</caption>
<thead><tr><th scope="col">From</th><th scope="col">Checkouts begun</th><th scope="col">Confirmed</th><th scope="col">First attempts failed</th><th scope="col">Failed for customers</th><th scope="col">Requests/s</th><th scope="col">Buyer’s wait p99</th><th scope="col">Answer p99</th><th scope="col" class="text">A ${cluster === undefined ? 'process' : 'pod'} was missing of</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>`
}
