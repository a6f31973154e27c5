import { clock, count, plural } from '../src/live-text.ts'
import { percentOf } from './chart-path.ts'
import { type Html, html, raw } from './html.ts'
import { eventLines, eventMarks, timeAxis } from './page-day-events.ts'
import { podsTable } from './page-pods-table.ts'
import { beginMs, endMs, hueOf, type Pod, type PodRow, podRows, servicesOf } from './pod-rows.ts'
import type { Report } from './report-schema.ts'

/** Every pod as a line from birth to end, on its node. */
export function podsSection(report: Report): Html | null {
  const { cluster, events, timeline } = report
  if (cluster === undefined || cluster.pods.length === 0) return null
  const { seconds } = timeline
  const services = servicesOf(cluster.pods)
  const names = [...cluster.nodes.map(({ name }) => name), null]
  return html`<section id="pods">
<h2>Pods on their nodes</h2>
<p class="lead">${plural(cluster.pods.length, 'pod')} lived on this day, ${count(mostAtOnce(cluster.pods))} at once at the most. Each bar is one from its birth to its end, in the colour of its service; a sign tells why it ended. The numbered lines are the events.</p>
<p class="legend" aria-hidden="true">${[...states, ...signs.map(({ says, path }) => ({ says, sample: glyph(path) }))].map(({ says, sample }) => html`<span class="key">${sample}${says}</span>`)}</p>
<div class="day lives">
<div class="overlay" aria-hidden="true">${eventLines(events, seconds)}</div>
${eventMarks(events, seconds)}
${names.flatMap((name) => nodeLanes(report, name, services) ?? [])}
${timeAxis(seconds)}
</div>
${podsTable(cluster.pods)}
</section>`
}

const states = ['starting', 'ready', 'unready', 'ending'].map((state) => ({
  says: state === 'unready' ? 'not ready' : state,
  sample: html`<i class="seg ${state}"></i>`,
}))

/** Shapes, so that they do not hang on a colour. */
const signs: readonly { causes: readonly string[]; says: string; bad: boolean; path: string }[] = [
  {
    causes: ['killed', 'crashed', 'node lost', 'rolled back'],
    says: 'killed, crashed or lost with its node',
    bad: true,
    path: 'M2 2L8 8M8 2L2 8',
  },
  {
    causes: ['evicted', 'drained', 'restarted'],
    says: 'sent away: evicted or drained',
    bad: false,
    path: 'M3 1.5L7.5 5L3 8.5',
  },
  { causes: ['rolled out'], says: 'replaced by a new version', bad: false, path: 'M5 2A3 3 0 1 0 5 8A3 3 0 1 0 5 2' },
  { causes: ['scaled in', 'ended'], says: 'scaled in', bad: false, path: 'M5 1.5V8.5' },
]

const glyph = (path: string): Html => html`<svg viewBox="0 0 10 10" aria-hidden="true"><path d="${path}"/></svg>`

function nodeLanes(report: Report, name: string | null, services: readonly string[]): Html | null {
  const { cluster, timeline } = report
  const { seconds } = timeline
  const pods = cluster!.pods.filter(({ node }) => node === name)
  if (pods.length === 0) return null
  const rows = podRows(pods, services, seconds * 1000)
  const node = cluster!.nodes.find((one) => one.name === name)
  const flaws = (node?.states ?? []).filter(({ ready, takesPods }) => !ready || !takesPods)
  const says = `${name ?? 'Without a node'}: ${plural(pods.length, 'pod')}, ${mostAtOnce(pods)} at once at the most. ${flaws.map((flaw) => `${flawWords(flaw)} from ${clock(flaw.fromMs)} to ${clock(flaw.toMs)}. `).join('')}The table below lists them.`
  return html`<figure class="node">
<figcaption><b>${name ?? 'Never placed on a node'}</b><span class="key">${plural(pods.length, 'pod')}</span>${flaws.map((flaw) => html`<span class="key">${flawWords(flaw)} ${clock(flaw.fromMs)} – ${clock(flaw.toMs)}</span>`)}</figcaption>
<div class="lanes" style="--rows:${rows.length}" role="img" aria-label="${says}">
${flaws.map((flaw) => html`<i class="flaw ${flaw.ready ? 'closed' : 'off'}" style="left:${percentOf(flaw.fromMs / 1000, seconds)};width:${percentOf((flaw.toMs - flaw.fromMs) / 1000, seconds)}"></i>`)}
${rows.map((row, index) => laneOf(row, index, rows[index - 1]?.service, seconds))}
</div></figure>
`
}

const flawWords = ({ ready }: { ready: boolean }): string => (ready ? 'takes no pods' : 'not ready')

function laneOf({ service, pods }: PodRow, row: number, above: string | undefined, seconds: number): Html {
  const label = service !== above && html`<b style="--row:${row}">${service}</b>`
  return html`${label}${pods.map((pod) => bar(pod, row, seconds))}
`
}

function bar(pod: Pod, row: number, seconds: number): Html {
  const begin = beginMs(pod)
  const end = endMs(pod, seconds * 1000)
  const within = (ms: number): Html => raw(`${Math.round(((ms - begin) / Math.max(1, end - begin)) * 1000) / 10}%`)
  const segments = pod.states.flatMap(({ state, fromMs, toMs }) => {
    const from = Math.max(begin, fromMs)
    const to = Math.min(end, toMs)
    if (to <= from) return []
    return html`<i class="seg ${state}" style="left:${within(from)};width:${within(begin + to - from)}"></i>`
  })
  const sign =
    pod.end === null || end >= seconds * 1000 ? null : signs.find(({ causes }) => causes.includes(pod.end!.cause))
  return html`<span class="pod ${hueOf(pod.service)}" style="--row:${row};left:${percentOf(begin / 1000, seconds)};width:${percentOf((end - begin) / 1000, seconds)}" title="${titleOf(pod)}">${segments}${pod.restarts.map(({ atMs }) => sigil(signs[0]!, within(atMs)))}${sign ? sigil(sign, raw('100%')) : null}</span>`
}

const sigil = ({ path, bad }: (typeof signs)[number], left: Html): Html =>
  html`<svg class="sigil ${bad ? 'bad' : ''}" style="left:${left}" viewBox="0 0 10 10" aria-hidden="true"><path d="${path}"/></svg>`

export function titleOf({ name, bornMs, readyMs, goneMs, end }: Pod): string {
  const ready = readyMs === null ? 'never ready' : `ready ${clock(readyMs)}`
  const gone = end === null ? '' : `, ${end.cause} ${clock(goneMs ?? 0)}`
  return `${name}: born ${bornMs < 0 ? 'before' : clock(bornMs)}, ${ready}${gone}`
}

function mostAtOnce(pods: readonly Pod[]): number {
  return pods.reduce((most, { bornMs }) => {
    const there = pods.filter((pod) => pod.bornMs <= bornMs && (pod.goneMs ?? Number.POSITIVE_INFINITY) > bornMs)
    return Math.max(most, there.length)
  }, 0)
}
