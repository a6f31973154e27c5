import { clock, plural, wait } from '../src/live-text.ts'
import { type Html, html } from './html.ts'
import type { Report } from './report-schema.ts'

type Cluster = NonNullable<Report['cluster']>

/** What the autoscaler decided and why, and how each rollout went. */
export function scalingSection({ cluster }: Report): Html | null {
  if (cluster === undefined) return null
  const more = cluster.autoscaler.filter(({ from, to }) => to > from).length
  const fewer = cluster.autoscaler.length - more
  return html`<section id="scaling">
<h2>Scaling and rollouts</h2>
<p class="lead">${cluster.autoscaler.length === 0 ? 'The autoscaler left everything as it was.' : `The autoscaler wanted more pods ${times(more)} and fewer ${times(fewer)}.`} ${cluster.rollouts.length === 0 ? 'Nothing was rolled out.' : `${plural(cluster.rollouts.length, 'rollout')}: each from its first new pod until the last old one was gone.`}</p>
${decisions(cluster)}
${rollouts(cluster)}
</section>`
}

const times = (number: number): string => (number === 1 ? 'once' : `${number} times`)

function decisions({ autoscaler }: Cluster): Html | null {
  if (autoscaler.length === 0) return null
  return html`<table class="plain brief" role="table">
<caption>Decisions of the autoscaler. Over: how long it had seen the metric above its target. Ready: from the decision until as many pods were.</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="text">At</th><th role="columnheader" scope="col" class="text">Service</th><th role="columnheader" scope="col">Pods</th><th role="columnheader" scope="col" class="text">Because of</th><th role="columnheader" scope="col">Over for</th><th role="columnheader" scope="col">Ready after</th></tr></thead>
<tbody role="rowgroup">${autoscaler.map(
    ({ atMs, service, from, to, because, overMs, readyMs }) =>
      html`<tr role="row"><td role="cell" class="text">${clock(atMs)}</td><th role="rowheader" scope="row">${service}</th><td role="cell" data-label="pods">${from} → <b>${to}</b></td><td role="cell" class="text" data-label="because of">${metrics(because)}</td><td role="cell" class="${overMs === null ? 'none' : ''}" data-label="over for">${overMs === 0 ? 'at first sight' : wait(overMs)}</td><td role="cell" class="${readyMs === null ? 'none' : ''}" data-label="ready after">${wait(readyMs)}</td></tr>`,
  )}</tbody></table>`
}

function metrics(because: Cluster['autoscaler'][number]['because']): string {
  if (because.length === 0) return 'not told'
  const amount = (value: number | null, unit: string): string =>
    value === null ? 'unknown' : `${Math.round(value * 10) / 10}${unit === '' ? '' : ` ${unit}`}`
  return because
    .map(({ name, value, target, unit }) => `${name} ${amount(value, unit)} of ${amount(target, unit)}`)
    .join(', ')
}

const outcomes = { done: 'done', undone: 'undone', unfinished: 'not finished' } as const

function rollouts({ rollouts: all }: Cluster): Html | null {
  if (all.length === 0) return null
  return html`<table class="plain brief" role="table">
<caption>Rollouts. A new configuration makes new pods of the same version.</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="text">At</th><th role="columnheader" scope="col" class="text">Service</th><th role="columnheader" scope="col" class="text">Version</th><th role="columnheader" scope="col">Took</th><th role="columnheader" scope="col" class="text">Ended</th></tr></thead>
<tbody role="rowgroup">${all.map(
    ({ startedMs, endedMs, service, from, to, outcome }) =>
      html`<tr role="row"><td role="cell" class="text">${clock(startedMs)}</td><th role="rowheader" scope="row">${service}</th><td role="cell" class="text" data-label="version">${from.version === to.version ? `${to.version}, template ${to.template}` : `${from.version} → ${to.version}`}</td><td role="cell" data-label="took">${wait(endedMs === null ? null : endedMs - startedMs)}</td><td role="cell" class="text ${outcome === 'done' ? '' : 'bad'}" data-label="ended">${outcomes[outcome]}</td></tr>`,
  )}</tbody></table>`
}
