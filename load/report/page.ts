import { clock } from '../src/live-text.ts'
import { type Html, html, raw } from './html.ts'
import { booksSection } from './page-books.ts'
import { costSection } from './page-cost.ts'
import { daySection } from './page-day.ts'
import { eventsSection } from './page-events.ts'
import { file, pageHead } from './page-head.ts'
import { podsSection } from './page-pods.ts'
import { requestsSection, servicesSection } from './page-requests.ts'
import { runSection } from './page-run.ts'
import { scalingSection } from './page-scaling.ts'
import { verdictSection } from './page-verdict.ts'
import type { Report } from './report-schema.ts'

const words = { passed: 'passed', failed: 'failed', invalid: 'not valid' } as const

/** The report as one HTML file that needs nothing else: no network, and no script to be read. */
export function page(report: Report): string {
  const title = `Sale day ${words[report.verdict.result]}: ${report.scenario.name}, ${dayOf(report)}`
  const styles = report.cluster === undefined ? ['page.css'] : ['page.css', 'page-cluster.css']
  return html`${pageHead(title, styles, { withScript: true })}
<body class="${report.verdict.result}">
<header><p class="brand">Saleday</p><p>${headline(report)}</p></header>
<main>
${verdictSection(report)}
${daySection(report)}
${podsSection(report)}
${scalingSection(report)}
${booksSection(report)}
${eventsSection(report)}
${requestsSection(report)}
${servicesSection(report)}
${costSection(report)}
${runSection(report)}
</main>
<footer><p>The same in figures: report.json beside this file. Run ${report.runId}.</p></footer>
<script type="application/json" id="data">${raw(hoverData(report))}</script>
<script>${raw(file('page-script.js'))}</script>
</body>
</html>
`.html
}

function headline(report: Report): Html {
  const time = report.startedAt === null ? '' : `, ${report.startedAt.slice(11, 16)} UTC`
  const length = report.startedAt === null ? '' : `, ${clock(report.timeline.seconds * 1000)} minutes`
  return html`${report.scenario.name}${length} <span>${dayOf(report)}${time}</span>`
}

function dayOf({ startedAt }: Report): string {
  if (startedAt === null) return 'on no day'
  return new Date(startedAt).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })
}

/** What the pointer's line tells of a second. `<` would end the script. */
function hoverData({ timeline }: Report): string {
  const { arrivals, outcomes, firstAttemptErrors, failures, wait, shop, services } = timeline
  const whole = (series: readonly (number | null)[]): (number | null)[] =>
    series.map((value) => (value === null ? null : Math.round(value * 10) / 10))
  const data = {
    arrivals,
    confirmed: outcomes.confirmed ?? [],
    firstAttemptErrors,
    failures,
    requests: whole(shop.requestsPerSecond),
    waitP99: whole(wait.p99Ms),
    answerP99: whole(shop.p99Ms),
    ready: Object.entries(services).map(([name, { ready, wanted }]) => ({ name, ready, wanted })),
  }
  return JSON.stringify(data).replaceAll('<', '\\u003c')
}
