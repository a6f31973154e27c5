import { clock, count, plural, wait } from '../src/live-text.ts'
import { type Html, html } from './html.ts'
import type { Report, ReportEvent } from './report-schema.ts'
import { capital } from './words.ts'

type Recoveries = NonNullable<Report['recoveries']>
type Recovery = Recoveries['events'][number]
type Percentiles = NonNullable<Recoveries['kills']>['replaced']

/** What was done to the cluster, with the command that does the same, and how the shop came back. */
export function recoveriesSection({ events, recoveries }: Report): Html {
  if (events.length === 0 || recoveries === undefined)
    return html`<section id="events"><h2>Events</h2><p class="lead">Nothing was done to the shop on this day.</p></section>`
  const of = (event: ReportEvent): Recovery | undefined => recoveries.events.find((one) => one.event === event.number)
  return html`<section id="events">
<h2>Events and recoveries</h2>
<p class="lead">Out: traffic was led to none of what was hit any more. Replaced: as many pods were ready as before, without it. Clean: the last first attempt of any request that failed before the next event; 0 means that no customer’s client noticed. p95 back: buyers waited no more than a fifth longer than in the ten seconds before. A dash: too few to tell, or nothing to measure.</p>
${recoveries.kills !== null && goalsTable(recoveries.kills)}
<table class="cards recoveries" role="table">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">No.</th><th role="columnheader" scope="col">At</th><th role="columnheader" scope="col" class="text">What was done, and the command for it</th><th role="columnheader" scope="col">Pods hit</th><th role="columnheader" scope="col">Checkouts in flight</th><th role="columnheader" scope="col">Out after</th><th role="columnheader" scope="col">Replaced after</th><th role="columnheader" scope="col">Clean after</th><th role="columnheader" scope="col">p95 back after</th></tr></thead>
<tbody role="rowgroup">${events.map((event) => row(event, of(event), recoveries))}</tbody></table>
</section>`
}

function row(event: ReportEvent, recovery: Recovery | undefined, { kills }: Recoveries): Html {
  const { number, elapsedMs, says, hit, kind, kubectl, checkoutsInFlight } = event
  const isLate = (ms: number | null | undefined, goalMs: number | undefined): boolean =>
    kind === 'kill' && recovery !== undefined && (ms ?? Number.POSITIVE_INFINITY) > (goalMs ?? 0)
  return html`<tr role="row" id="event-${number}">
<th role="rowheader" scope="row"><span class="mark ${hit === null ? 'missed' : kind}">${number}</span></th>
<td role="cell">${clock(elapsedMs)}</td>
<td role="cell" class="text">${hit !== null && says.startsWith(hit) ? says : capital(says)}${hit === null && html` <b class="bad">It hit nothing.</b>`}${kubectl !== undefined && commandLine(kubectl)}</td>
<td role="cell" data-label="Pods hit">${recovery === undefined ? '–' : recovery.pods.length}</td>
<td role="cell" data-label="Checkouts in flight">${countOr(recovery === undefined ? checkoutsInFlight : recovery.checkoutsInFlight)}</td>
<td role="cell" data-label="Out after">${wait(recovery?.outOfEndpointsMs ?? null)}</td>
<td role="cell" class="${isLate(recovery?.replacedMs, kills?.replaced.goalMs) ? 'bad' : ''}" data-label="Replaced after">${wait(recovery?.replacedMs ?? null)}</td>
<td role="cell" class="${isLate(recovery?.cleanMs, kills?.clean.goalMs) ? 'bad' : ''}" data-label="Clean after">${zeroOr(recovery?.cleanMs)}</td>
<td role="cell" data-label="p95 back after">${zeroOr(recovery?.p95BackMs)}</td>
</tr>`
}

/** Broken between words only: half an option is none. */
const commandLine = (command: string): Html =>
  html`<code class="command">${command.split(' ').map((word) => html`<span>${word}</span> `)}</code>`

const countOr = (value: number | null): string => (value === null ? '–' : count(value))
const zeroOr = (ms: number | null | undefined): string => (ms === 0 ? '0' : wait(ms ?? null))

function goalsTable({ kills, replaced, clean }: NonNullable<Recoveries['kills']>): Html {
  const line = (name: string, { goalMs, p50Ms, p99Ms, worstMs, never, reached }: Percentiles): Html =>
    html`<tr role="row" class="${reached ? '' : 'bad'}"><th role="rowheader" scope="row">${name}</th><td role="cell" data-label="p50">${zeroOr(p50Ms)}</td><td role="cell" data-label="p99">${zeroOr(p99Ms)}</td><td role="cell" data-label="worst">${never > 0 ? `never, ${plural(never, 'time')}` : zeroOr(worstMs)}</td><td role="cell" data-label="goal for p99">≤ ${goalMs / 1000} s, ${reached ? 'reached' : 'missed'}</td></tr>`
  return html`<table class="goals plain" role="table"><caption>After ${plural(kills, 'kill')}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="text">Until</th><th role="columnheader" scope="col">p50</th><th role="columnheader" scope="col">p99</th><th role="columnheader" scope="col">Worst</th><th role="columnheader" scope="col">Goal for p99</th></tr></thead>
<tbody role="rowgroup">${line('a replacement was ready', replaced)}${line('traffic was clean again', clean)}</tbody></table>`
}

/** In one sentence, for the top of the page. */
export function recoveryWords({ recoveries }: Report): string | null {
  const kills = recoveries?.kills
  if (kills == null) return null
  const words = ({ p99Ms, goalMs, reached }: Percentiles): string =>
    `${p99Ms === 0 ? '0' : p99Ms === null ? 'not before the end' : wait(p99Ms)} (goal ${reached ? 'of' : 'missed:'} ${goalMs / 1000} s)`
  return `After ${plural(kills.kills, 'kill')}, p99: a replacement was ready after ${words(kills.replaced)}, and traffic was clean again after ${words(kills.clean)}.`
}
