import { clock, count, plural, rate, wait } from '../src/live-text.ts'
import { outcomes } from '../src/measure-names.ts'
import { type Html, html } from './html.ts'
import { firstOf, idList } from './page-books.ts'
import { failedForCustomers } from './page-verdict.ts'
import type { Report } from './report-schema.ts'
import { numbers, sum } from './series.ts'
import { outcomeMeanings, outcomeWords, spaced } from './words.ts'

/** What customers asked for and what they were told: first attempts beside what failed for them in the end. */
export function requestsSection(report: Report): Html {
  const firstAttempts = report.requests.reduce((sum, kind) => sum + kind.firstAttemptErrors, 0)
  return html`<section id="requests">
<h2>What customers saw</h2>
<p class="lead">${plural(firstAttempts, 'first attempt')} failed, and ${plural(failedForCustomers(report), 'request')} failed for the customer: clients send a request again, with the same key, until the answer is definite.</p>
${outcomeTable(report)}
${kindTable(report)}
${failureTable(report)}
</section>`
}

function outcomeTable({ checkouts }: Report): Html {
  const told = outcomes.filter(
    (outcome) => outcome === 'confirmed' || isBad(outcome) || (checkouts.byOutcome[outcome] ?? 0) > 0,
  )
  const share = (value: number): string =>
    checkouts.intents === 0 ? '–' : `${((value / checkouts.intents) * 100).toFixed(1)} %`
  return html`<table class="outcomes"><caption>Checkouts by what their buyers were told</caption>
<thead><tr><th scope="col" class="text">Told</th><th scope="col">Checkouts</th><th scope="col">Share</th><th scope="col" class="text wide">Means</th></tr></thead>
<tbody>${told.map((outcome) => {
    const value = checkouts.byOutcome[outcome] ?? 0
    return html`<tr class="${isBad(outcome) && value > 0 ? 'bad' : ''}"><th scope="row">${outcomeWords[outcome]}</th><td>${count(value)}</td><td>${share(value)}</td><td class="text wide">${outcomeMeanings[outcome]}</td></tr>`
  })}${checkouts.cutOff > 0 && html`<tr><th scope="row">cut off</th><td>${count(checkouts.cutOff)}</td><td>${share(checkouts.cutOff)}</td><td class="text wide">Sent, and not yet answered when the run ended.</td></tr>`}</tbody></table>`
}

const isBad = (outcome: string): boolean => outcome === 'shed' || outcome === 'failed' || outcome === 'unknown'

function kindTable(report: Report): Html | null {
  const requests = report.requests.filter((kind) => kind.requests > 0)
  if (requests.length === 0) return null
  return html`<div class="scroll" role="region" aria-label="Requests by kind" tabindex="0"><table class="sticky">
<caption>Requests by kind. Waits are the customer’s: from the first attempt to the answer, pauses and retries included.</caption>
<thead><tr><th scope="col" class="text">Kind</th><th scope="col">Requests</th><th scope="col">First attempts failed</th><th scope="col">Failed for customer</th><th scope="col">p50</th><th scope="col">p95</th><th scope="col">p99</th><th scope="col">Longest</th></tr></thead>
<tbody>${requests.map(
    ({ kind, requests: all, firstAttemptErrors, failures, waitMs }) =>
      html`<tr><th scope="row">${spaced(kind)}</th><td>${count(all)}</td><td>${count(firstAttemptErrors)}</td><td class="${failures > 0 ? 'bad' : ''}">${count(failures)}</td><td>${wait(waitMs.p50)}</td><td>${wait(waitMs.p95)}</td><td>${wait(waitMs.p99)}</td><td>${wait(waitMs.max)}</td></tr>`,
  )}</tbody></table></div>`
}

function failureTable({ failed }: Report): Html | null {
  if (failed.length === 0) return null
  const table = (rows: Report['failed']): Html =>
    html`<div class="scroll" role="region" aria-label="What failed for customers" tabindex="0"><table class="plain" role="table">
<caption>What failed for customers${failed.length >= 100 ? ', the first 100' : ''}. The ids are found in the shop’s logs.</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">At</th><th role="columnheader" scope="col" class="text">Request</th><th role="columnheader" scope="col" class="text">What happened</th><th role="columnheader" scope="col">Attempts</th><th role="columnheader" scope="col" class="text">Ids</th></tr></thead>
<tbody role="rowgroup">${rows.map(({ elapsedMs, what, says, attempts, ids }) => html`<tr role="row"><td role="cell">${clock(elapsedMs)}</td><th role="rowheader" scope="row">${spaced(what)}</th><td role="cell" class="text">${says}</td><td role="cell" data-label="attempts:">${attempts}</td><td role="cell" class="text">${idList(ids)}</td></tr>`)}</tbody></table></div>`
  return firstOf(failed, table)
}

/** How each service did over the day. */
export function servicesSection({ timeline }: Report): Html | null {
  // Of what is no service of the shop a cluster tells only how many pods there are.
  const names = Object.keys(timeline.services).filter((name) =>
    timeline.services[name]!.requestsPerSecond.some((value) => value !== null),
  )
  if (names.length === 0) return null
  const most = (series: readonly (number | null)[]): number | null =>
    numbers(series).reduce<number | null>((top, value) => Math.max(top ?? 0, value), null)
  const middle = (series: readonly (number | null)[]): number | null => {
    const sorted = numbers(series).sort((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)] ?? null
  }
  const rows = names.map((name) => {
    const { requestsPerSecond, errorsPerSecond, p50Ms, p99Ms, cpuPercent, ready, wanted } = timeline.services[name]!
    const least = Math.min(...numbers(ready))
    return html`<tr><th scope="row">${name}</th><td>${rate(middle(requestsPerSecond))}</td><td>${rate(most(requestsPerSecond))}</td><td>${wait(middle(p50Ms))}</td><td>${wait(middle(p99Ms))}</td><td>${wait(most(p99Ms))}</td><td>${Math.round(sum(numbers(errorsPerSecond)))}</td><td>${Math.round(middle(cpuPercent) ?? 0)} %</td><td>${Number.isFinite(least) ? least : '–'} of ${most(wanted) ?? '–'}</td></tr>`
  })
  return html`<section id="services">
<h2>The services</h2>
<p class="lead">As they measured themselves, each second. Calls among services count; errors are answers with 5xx and callers who went away.</p>
<div class="scroll" role="region" aria-label="The services" tabindex="0"><table class="sticky">
<caption>Typical is the median of all seconds</caption>
<thead><tr><th scope="col" class="text">Service</th><th scope="col">Requests/s, typical</th><th scope="col">at most</th><th scope="col">p50, typical</th><th scope="col">p99, typical</th><th scope="col">p99, worst</th><th scope="col">Errors</th><th scope="col">CPU of a core, typical</th><th scope="col">Fewest ready</th></tr></thead>
<tbody>${rows}</tbody></table></div>
</section>`
}
