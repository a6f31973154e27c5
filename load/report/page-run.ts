import { clock, count } from '../src/live-text.ts'
import { type Html, html } from './html.ts'
import type { Report } from './report-schema.ts'

/** All that another person needs to do the same again, and to compare. */
export function runSection(report: Report): Html {
  return html`<section id="run">
<h2>Run it again</h2>
<p class="lead">The seed decides what every visitor chooses and whom a kill hits; how fast the machine is decides the rest.</p>
<pre><code>${report.command}</code></pre>
<div class="columns">
<div>${facts('The run', runFacts(report))}${facts('The machine', machineFacts(report))}</div>
<div>${phaseTable(report)}</div>
</div>
</section>`
}

type Fact = readonly [name: string, value: string]

const facts = (title: string, list: readonly Fact[]): Html =>
  html`<h3>${title}</h3><dl class="facts">${list.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`

function runFacts({ scenario, seed, runId, environment, harness, httpRequests }: Report): Fact[] {
  return [
    [
      'Scenario',
      `${scenario.name}${scenario.says === '' ? '' : `: ${scenario.says.charAt(0).toLowerCase()}${scenario.says.slice(1)}`}`,
    ],
    ['Seed', String(seed)],
    ['Run', runId],
    [
      'Saleday',
      environment === null
        ? 'not recorded'
        : `${environment.version}${environment.commit === null ? '' : `, commit ${environment.commit}`}`,
    ],
    ...(httpRequests === null ? [] : [['HTTP requests', `${count(httpRequests)} with all attempts`] as const]),
    [
      'The harness took',
      harness === null
        ? 'not measured'
        : `${harness.meanPercent.toFixed(1)} % of one core, at most ${harness.maxPercent.toFixed(1)} %, without k6`,
    ],
  ]
}

function machineFacts({ environment }: Report): Fact[] {
  if (environment === null) return [['Machine', 'not recorded']]
  const { cpu, cores, memoryMiB, os, node, k6 } = environment
  return [
    ['CPU', `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'} for shop and crowd together`],
    ['Memory', `${(memoryMiB / 1024).toFixed(1)} GiB`],
    ['System', os],
    ['Node.js', node.replace(/^v/, '')],
    ['k6', k6 ?? 'not recorded'],
  ]
}

function phaseTable({ scenario }: Report): Html | null {
  if (scenario.phases.length === 0) return null
  let from = 0
  const rows = scenario.phases.map(({ name, seconds, share }) => {
    const start = from
    from += seconds
    return html`<tr><th scope="row">${name}</th><td>${clock(start * 1000)}</td><td>${seconds} s</td><td>${(share * scenario.checkoutsPerSecond).toFixed(1)}/s</td></tr>`
  })
  return html`<h3>The phases</h3><table><caption>The rate goes in a straight line from one phase’s to the next one’s.</caption>
<thead><tr><th scope="col" class="text">Phase</th><th scope="col">From</th><th scope="col">Lasts</th><th scope="col">Ends at</th></tr></thead>
<tbody>${rows}</tbody></table>`
}
