import { clock } from '../src/live-text.ts'
import { compareFigures, type Figure, type FigureGroup } from './compare-figures.ts'
import { arrivalPanel, buyerPanel, replicaPanels } from './compare-panels.ts'
import { books } from './compare-table.ts'
import { amount, differences, judged, ratioWords, verdictWords } from './compare-words.ts'
import { type Html, html } from './html.ts'
import { timeAxis } from './page-day-events.ts'
import { pageHead } from './page-head.ts'
import type { Report } from './report-schema.ts'

/** Two runs as one HTML file that needs nothing else. */
export function comparePage(a: Report, b: Report): string {
  const seconds = Math.max(a.timeline.seconds, b.timeline.seconds)
  return html`${pageHead(`Two sale days: ${a.runId} and ${b.runId}`, ['page.css', 'page-compare.css'])}
<body>
<header><p class="brand">Saleday</p><p>Two days side by side</p></header>
<main>
<section id="runs">
<div class="sides">${side('A', a)}${side('B', b)}</div>
${differences(a, b).map((line) => html`<p class="differs">${line}</p>`)}
</section>
<section id="day">
<h2>The days, one over the other</h2>
<p class="lead">Both begin when their crowd comes.</p>
<div class="day">
${arrivalPanel(a, b, seconds)}${buyerPanel(a, b, seconds)}
${timeAxis(seconds)}
</div>
${replicaPanels(a, b, seconds)}
</section>
<section id="figures">
<h2>In figures</h2>
<p class="lead">B/A is how many times A’s value B has. Better and worse are said of differences of a tenth and more; two runs of the same code differ by some percent, so compare several.</p>
${compareFigures(a, b).map(groupTable)}
</section>
</main>
<footer><p>A: run ${a.runId}. B: run ${b.runId}.</p></footer>
</body>
</html>
`.html
}

function side(name: string, report: Report): Html {
  const { verdict, scenario, seed, environment, timeline } = report
  const facts: [string, string][] = [
    [
      'Scenario',
      `${scenario.name}, ${clock(timeline.seconds * 1000)} minutes, ${scenario.checkoutsPerSecond} checkouts/s`,
    ],
    ['Seed', String(seed)],
    ['Books', `${books(report)} balance`],
    [
      'Saleday',
      environment === null
        ? 'not recorded'
        : `${environment.version}${environment.commit === null ? '' : `, commit ${environment.commit}`}`,
    ],
    ['Machine', environment === null ? 'not recorded' : `${environment.cpu}, ${environment.cores} cores`],
    ['Run', report.runId],
  ]
  return html`<div class="side side${name} ${verdict.result}"><h1><i></i>${name} <span>${verdictWords[verdict.result]}</span></h1>
${verdict.reasons.length > 0 && html`<ul class="reasons">${verdict.reasons.slice(0, 3).map((reason) => html`<li>${reason}</li>`)}</ul>`}
<dl class="facts">${facts.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl></div>`
}

const groupTable = ({ title, figures }: FigureGroup): Html => html`<table class="compared">
<caption>${title}</caption>
<thead><tr><th scope="col" class="text"><span class="unseen">What</span></th><th scope="col">A</th><th scope="col">B</th><th scope="col">B/A</th><th scope="col" class="text judged"><span class="unseen">Judged</span></th></tr></thead>
<tbody>${figures.map(line)}</tbody></table>`

function line(figure: Figure): Html {
  const word = judged(figure)
  return html`<tr><th scope="row">${figure.name}</th><td>${amount(figure.a, figure.unit)}</td><td>${amount(figure.b, figure.unit)}</td><td>${ratioWords(figure)}</td><td class="text judged ${word === 'worse' ? 'bad' : ''}">${word ?? ''}</td></tr>`
}
