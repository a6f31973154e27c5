import { count, plural, wait } from '../src/live-text.ts'
import { bin, type Series } from './chart-bins.ts'
import { box, linePath, stepPath } from './chart-path.ts'
import { linearScale, logScale, type Scale } from './chart-scale.ts'
import { type Html, html } from './html.ts'
import { drawing, plot } from './plot.ts'
import type { Report } from './report-schema.ts'

const legend = [
  { class: 'rule sideA', says: 'A' },
  { class: 'rule sideB', says: 'B' },
]

/** The shorter day ends where it ended. */
const upTo = (series: Series, seconds: number): Series =>
  Array.from({ length: seconds }, (_, second) => series[second] ?? null)

const most = (...series: readonly Series[]): number =>
  series.flat().reduce<number>((top, value) => Math.max(top, value ?? 0), 0)

export function arrivalPanel(a: Report, b: Report, seconds: number): Html {
  const [one, other] = [a, b].map(({ timeline }) => bin(upTo(timeline.arrivals, seconds), 'mean')) as [Series, Series]
  const scale = linearScale(most(one, other), 3)
  return plot({
    title: 'Checkouts begun, a second',
    legend,
    says: `Checkouts begun a second: A ${count(most(one))} at the most, B ${count(most(other))}.`,
    height: 110,
    scale,
    tick: count,
    marks: lines(one, other, scale),
  })
}

export function buyerPanel(a: Report, b: Report, seconds: number): Html {
  const [one, other] = [a, b].map(({ timeline }) => bin(upTo(timeline.wait.p95Ms, seconds), 'max')) as [Series, Series]
  const scale = logScale([...one, ...other].filter((value) => value !== null))
  return plot({
    title: 'A buyer’s wait for the checkout, p95',
    legend,
    says: `p95 of a buyer’s wait: A ${wait(most(one))} at the most, B ${wait(most(other))}.`,
    height: 150,
    scale,
    tick: (ms) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`),
    marks: lines(one, other, scale),
  })
}

const lines = (a: Series, b: Series, scale: Scale) => [
  { class: 'stroke sideA', path: linePath(a, scale) },
  { class: 'stroke sideB', path: linePath(b, scale) },
]

/** A service a row, A to the left of B, both in one scale. */
export function replicaPanels(a: Report, b: Report, seconds: number): Html | null {
  const names = [...new Set([a, b].flatMap(({ timeline }) => Object.keys(timeline.services)))]
  if (names.length === 0) return null
  const tops = names.map((name) =>
    most(
      ...[a, b].flatMap(({ timeline }) => [
        timeline.services[name]?.ready ?? [],
        timeline.services[name]?.wanted ?? [],
      ]),
    ),
  )
  const column = (name: 'A' | 'B', report: Report): Html =>
    html`<div class="column"><p class="title">${name}</p>${names.map((service, index) => strip(service, report, seconds, Math.max(1, tops[index]!), name))}</div>`
  return html`<div class="panel pairs" role="group" aria-label="Replicas">
<p class="title"><b>Replicas</b><span class="key"><i class="rule ink"></i>wanted</span><span class="key"><i class="tone3"></i>ready</span></p>
<div class="two">${column('A', a)}${column('B', b)}</div></div>`
}

function strip(service: string, report: Report, seconds: number, top: number, name: 'A' | 'B'): Html {
  const own = report.timeline.services[service]
  const ready = bin(upTo(own?.ready ?? [], seconds), 'min')
  const wanted = bin(upTo(own?.wanted ?? [], seconds), 'max')
  const scale: Scale = { of: (value) => Math.min(1, value / top), ticks: [] }
  const used = (own?.ready ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0)
  const says = `${service} in ${name}: ${plural(most(wanted), 'replica')} wanted at the most, ${count(used)} seconds of replicas used.`
  const steps = stepPath(ready, scale)
  const start = /^M([\d.]+) /.exec(steps)?.[1]
  return html`<figure class="strip" style="--pods:${top}"><figcaption>${service} <small>${most(wanted)}</small></figcaption><div class="plot">${drawing(
    says,
    [
      { class: 'area tone3', path: start === undefined ? '' : `${steps}V${box.height}H${start}Z` },
      { class: 'stroke ink', path: stepPath(wanted, scale) },
    ],
  )}</div></figure>
`
}
