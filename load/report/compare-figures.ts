import { outcomes } from '../src/measure-names.ts'
import { quantile } from './build-timeline.ts'
import { failedForCustomers } from './page-verdict.ts'
import type { Report } from './report-schema.ts'
import { mean, numbers, sum } from './series.ts'
import { outcomeWords } from './words.ts'

/** `unit` says how a value is told; `better` which way is better, where one is. */
export type Figure = {
  name: string
  unit: 'count' | 'ms' | 'perSecond' | 'cpuMs' | 'podSeconds'
  better: 'less' | 'more' | null
  a: number | null
  b: number | null
}
export type FigureGroup = { title: string; figures: Figure[] }

type Of = (report: Report) => number | null

/** What two runs are compared by. Rows that neither of them has are left out. */
export function compareFigures(a: Report, b: Report): FigureGroup[] {
  const figure = (name: string, unit: Figure['unit'], better: Figure['better'], of: Of): Figure => ({
    name,
    unit,
    better,
    a: of(a),
    b: of(b),
  })
  const services = [...new Set([a, b].flatMap(({ timeline }) => Object.keys(timeline.services)))]
  const perService = (
    title: string,
    unit: Figure['unit'],
    better: Figure['better'],
    of: (one: Service) => number | null,
  ) => ({
    title,
    figures: services.map((name) => figure(name, unit, better, ({ timeline }) => orNull(timeline.services[name], of))),
  })
  return [
    { title: 'Checkouts', figures: checkoutFigures(figure) },
    { title: 'A buyer’s wait', figures: waitFigures(figure) },
    { title: 'Recovery after kills', figures: recoveryFigures(figure) },
    { title: 'The autoscaler', figures: scalingFigures(figure) },
    { title: 'CPU for a checkout', figures: costFigures(figure) },
    perService('CPU for a request', 'cpuMs', 'less', cpuPerRequest),
    perService('Requests, mean', 'perSecond', null, ({ requestsPerSecond }) => mean(requestsPerSecond)),
    perService('p95 of answers, typical', 'ms', 'less', ({ p95Ms }) => median(numbers(p95Ms))),
    perService('Replicas used', 'podSeconds', 'less', ({ ready }) => sumOr(ready)),
  ]
    .map(({ title, figures }) => ({ title, figures: figures.filter((one) => one.a !== null || one.b !== null) }))
    .filter(({ figures }) => figures.length > 0)
}

type Service = Report['timeline']['services'][string]
type Build = (name: string, unit: Figure['unit'], better: Figure['better'], of: Of) => Figure

function checkoutFigures(figure: Build): Figure[] {
  const told = outcomes.map((outcome) =>
    figure(outcomeWords[outcome], 'count', null, ({ checkouts }) => checkouts.byOutcome[outcome] || null),
  )
  return [
    figure('begun', 'count', null, ({ checkouts }) => checkouts.intents),
    ...told,
    figure('a second, over the plateau', 'perSecond', 'more', ({ plateau }) => plateau?.checkoutsPerSecond ?? null),
    figure('first attempts failed, of any request', 'count', 'less', ({ timeline }) =>
      sum(timeline.firstAttemptErrors),
    ),
    figure('requests failed for customers', 'count', 'less', failedForCustomers),
  ]
}

const waitFigures = (figure: Build): Figure[] =>
  (['p50', 'p95', 'p99', 'max'] as const).map((name) =>
    figure(name === 'max' ? 'longest' : name, 'ms', 'less', ({ checkouts }) => checkouts.waitMs[name]),
  )

const costFigures = (figure: Build): Figure[] => [
  figure('services', 'cpuMs', 'less', ({ cost }) => (cost ? sum(Object.values(cost.services)) : null)),
  figure('databases', 'cpuMs', 'less', ({ cost }) =>
    cost && Object.keys(cost.databases).length > 0 ? sum(Object.values(cost.databases)) : null,
  ),
]

const recoveryFigures = (figure: Build): Figure[] => [
  figure('kills', 'count', null, ({ recoveries }) => recoveries?.kills?.kills ?? null),
  figure('replacement ready, p50', 'ms', 'less', ({ recoveries }) => recoveries?.kills?.replaced.p50Ms ?? null),
  figure('replacement ready, p99', 'ms', 'less', ({ recoveries }) => recoveries?.kills?.replaced.p99Ms ?? null),
  figure('traffic clean, p50', 'ms', 'less', ({ recoveries }) => recoveries?.kills?.clean.p50Ms ?? null),
  figure('traffic clean, p99', 'ms', 'less', ({ recoveries }) => recoveries?.kills?.clean.p99Ms ?? null),
]

function scalingFigures(figure: Build): Figure[] {
  const times = (name: 'overMs' | 'readyMs') => (report: Report) =>
    (report.cluster?.autoscaler ?? []).flatMap((decision) => decision[name] ?? []).sort((a, b) => a - b)
  const of =
    (name: 'overMs' | 'readyMs', share: number): Of =>
    (report) =>
      quantile(times(name)(report), share)
  return [
    figure(
      'decisions for more',
      'count',
      null,
      ({ cluster }) => cluster?.autoscaler.filter(({ from, to }) => to > from).length ?? null,
    ),
    figure('above target before it decided, worst', 'ms', 'less', of('overMs', 1)),
    figure('from a decision to pods ready, p50', 'ms', 'less', of('readyMs', 0.5)),
    figure('from a decision to pods ready, worst', 'ms', 'less', of('readyMs', 1)),
  ]
}

/** In milliseconds of one core, over the seconds in which both were measured. */
function cpuPerRequest({ cpuPercent, requestsPerSecond }: Service): number | null {
  let cpuMs = 0
  let requests = 0
  cpuPercent.forEach((percent, second) => {
    const asked = requestsPerSecond[second]
    if (percent === null || asked == null) return
    cpuMs += percent * 10
    requests += asked
  })
  return requests === 0 ? null : cpuMs / requests
}

const orNull = <T>(value: T | undefined, of: (value: T) => number | null): number | null =>
  value === undefined ? null : of(value)
const sumOr = (series: readonly (number | null)[]): number | null =>
  numbers(series).length === 0 ? null : sum(numbers(series))
const median = (values: readonly number[]): number | null =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
