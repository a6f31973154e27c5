import { clock, count, wait } from '../src/live-text.ts'
import { type Html, html } from './html.ts'
import { recoveriesSection } from './page-recoveries.ts'
import type { Report, ReportEvent } from './report-schema.ts'
import { capital } from './words.ts'

/** What was done to the shop, what it hit, and how long anybody could tell. */
export function eventsSection(report: Report): Html {
  const { events } = report
  if (report.recoveries !== undefined) return recoveriesSection(report)
  if (events.length === 0)
    return html`<section id="events"><h2>Events</h2><p class="lead">Nothing was done to the shop on this day.</p></section>`
  return html`<section id="events">
<h2>Events</h2>
<p class="lead">Replaced: until as many processes were ready as before. Recovered: until the first second in which no first attempt of any request failed; 0 means that no customer’s client noticed.</p>
<table class="cards" role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">No.</th><th role="columnheader" scope="col">At</th><th role="columnheader" scope="col" class="text">What was done</th><th role="columnheader" scope="col">Requests in flight in it</th><th role="columnheader" scope="col">Checkouts in flight</th><th role="columnheader" scope="col">Replaced after</th><th role="columnheader" scope="col">Recovered after</th></tr></thead>
<tbody role="rowgroup">${events.map(row)}</tbody></table>
</section>`
}

function row(event: ReportEvent): Html {
  const { number, elapsedMs, says, hit, inFlight, checkoutsInFlight, replacedMs, recoveredMs, kind } = event
  return html`<tr role="row" id="event-${number}">
<th role="rowheader" scope="row"><span class="mark ${hit === null ? 'missed' : kind}">${number}</span></th>
<td role="cell">${clock(elapsedMs)}</td>
<td role="cell" class="text">${capital(says)}${hit === null && html` <b class="bad">It hit nothing.</b>`}</td>
<td role="cell" data-label="Requests in flight in it">${countOr(inFlight)}</td>
<td role="cell" data-label="Checkouts in flight">${countOr(checkoutsInFlight)}</td>
<td role="cell" data-label="Replaced after">${wait(replacedMs)}</td>
<td role="cell" data-label="Recovered after">${recoveredMs === 0 ? '0' : wait(recoveredMs)}</td>
</tr>`
}

const countOr = (value: number | null): string => (value === null ? '–' : count(value))
