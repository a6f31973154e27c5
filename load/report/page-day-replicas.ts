import { plural } from '../src/live-text.ts'
import { bin } from './chart-bins.ts'
import { box, stepPath } from './chart-path.ts'
import type { Scale } from './chart-scale.ts'
import { type Html, html } from './html.ts'
import { drawing } from './plot.ts'
import type { Report, Timeline } from './report-schema.ts'

/** A strip for each service: as many processes as are ready, and in the accent those that are missing; in a cluster also how many are wanted. */
export function replicaPanel({ timeline, cluster }: Report): Html {
  const { services, seconds } = timeline
  const names = Object.keys(services).filter((name) => cluster === undefined || isTold(services[name]!))
  if (names.length === 0) return html``
  if (cluster !== undefined)
    return html`<div class="panel replicas scaled" role="group" aria-label="Pods that were wanted and ready">
<p class="title"><b>Pods wanted and ready</b><span class="key"><i class="rule ink"></i>wanted</span><span class="key"><i class="tone3"></i>ready</span><span class="key"><i class="accent"></i>missing</span></p>
${names.map((name) => strip(name, services[name]!, seconds, true))}
</div>
`
  return html`<div class="panel replicas" role="group" aria-label="Processes that were ready">
<p class="title"><b>Processes ready</b><span class="key"><i class="tone3"></i>ready</span><span class="key"><i class="accent"></i>missing</span></p>
${names.map((name) => strip(name, services[name]!, seconds))}
</div>
`
}

/** What is no service of the shop, and was all there all day, is not drawn. */
function isTold({ requestsPerSecond, wanted, ready }: Timeline['services'][string]): boolean {
  return requestsPerSecond.some((value) => value !== null) || ready.some((value, second) => value !== wanted[second])
}

function strip(name: string, { ready, wanted }: Timeline['services'][string], seconds: number, isScaled = false): Html {
  const top = [...ready, ...wanted].reduce<number>((most, value) => Math.max(most, value ?? 0), 1)
  const scale: Scale = { of: (value) => Math.min(1, value / top), ticks: [] }
  const readySteps = bin(ready, 'min')
  const wantedSteps = bin(wanted, 'max')
  const short = ready.filter((value, second) => value !== null && value < (wanted[second] ?? 0)).length
  const things = isScaled ? plural(top, 'pod') : plural(top, 'process', 'processes')
  const says = `${name}: ${things} wanted${isScaled ? ' at the most' : ''}, fewer ready in ${plural(short, 'second')} of ${seconds}.`
  return html`<figure class="strip"${isScaled && html` style="--pods:${top}"`}><figcaption>${name} <small>${top}</small></figcaption><div class="plot">${drawing(
    says,
    [
      { class: 'area accent', path: filled(stepPath(wantedSteps, scale)) },
      { class: 'area paper', path: filled(stepPath(readySteps, scale)) },
      { class: 'area tone3', path: filled(stepPath(readySteps, scale)) },
      ...(isScaled ? [{ class: 'stroke ink', path: stepPath(wantedSteps, scale) }] : []),
    ],
  )}</div></figure>
`
}

/** Steps down to the bottom. */
function filled(steps: string): string {
  const start = /^M([\d.]+) /.exec(steps)?.[1]
  return start === undefined ? '' : `${steps}V${box.height}H${start}Z`
}
