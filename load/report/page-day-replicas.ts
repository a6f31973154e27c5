import { plural } from '../src/live-text.ts'
import { bin } from './chart-bins.ts'
import { box, stepPath } from './chart-path.ts'
import type { Scale } from './chart-scale.ts'
import { type Html, html } from './html.ts'
import { drawing } from './plot.ts'
import type { Timeline } from './report-schema.ts'

/** A strip for each service: as many processes as are ready, and in the accent those that are missing. */
export function replicaPanel({ services, seconds }: Timeline): Html {
  const names = Object.keys(services)
  if (names.length === 0) return html``
  return html`<div class="panel replicas" role="group" aria-label="Processes that were ready">
<p class="title"><b>Processes ready</b><span class="key"><i class="tone3"></i>ready</span><span class="key"><i class="accent"></i>missing</span></p>
${names.map((name) => strip(name, services[name]!, seconds))}
</div>
`
}

function strip(name: string, { ready, wanted }: Timeline['services'][string], seconds: number): Html {
  const top = [...ready, ...wanted].reduce<number>((most, value) => Math.max(most, value ?? 0), 1)
  const scale: Scale = { of: (value) => Math.min(1, value / top), ticks: [] }
  const readySteps = bin(ready, 'min')
  const wantedSteps = bin(wanted, 'max')
  const short = ready.filter((value, second) => value !== null && value < (wanted[second] ?? 0)).length
  const says = `${name}: ${plural(top, 'process', 'processes')} wanted, fewer ready in ${plural(short, 'second')} of ${seconds}.`
  return html`<figure class="strip"><figcaption>${name} <small>${top}</small></figcaption><div class="plot">${drawing(
    says,
    [
      { class: 'area accent', path: filled(stepPath(wantedSteps, scale)) },
      { class: 'area paper', path: filled(stepPath(readySteps, scale)) },
      { class: 'area tone3', path: filled(stepPath(readySteps, scale)) },
    ],
  )}</div></figure>
`
}

/** Steps down to the bottom. */
function filled(steps: string): string {
  const start = /^M([\d.]+) /.exec(steps)?.[1]
  return start === undefined ? '' : `${steps}V${box.height}H${start}Z`
}
