import { count, plural, rate, wait } from '../src/live-text.ts'
import { outcomes } from '../src/measure-names.ts'
import { bin, type Series } from './chart-bins.ts'
import { areaPath, barPath, linePath } from './chart-path.ts'
import { linearScale, logScale } from './chart-scale.ts'
import type { Html } from './html.ts'
import { type Legend, type Mark, plot } from './plot.ts'
import type { Timeline } from './report-schema.ts'
import { outcomeWords } from './words.ts'

const bad = ['shed', 'failed', 'unknown']

/** Tones of the stacked outcomes, from the bottom up; those that fail the day share the accent. */
const tones: Readonly<Record<string, string>> = {
  confirmed: 'tone1',
  sold_out: 'tone2',
  declined: 'tone3',
  price_changed: 'tone4',
  timed_out: 'tone4',
}
const toneOf = (outcome: string): string => tones[outcome] ?? 'accent'

export function checkoutPanel({ arrivals, outcomes: byOutcome }: Timeline): Html {
  const told = outcomes.filter((outcome) => byOutcome[outcome]?.some((value) => value > 0))
  let lower: Series = bin(arrivals, 'mean').map(() => 0)
  const layers = told.map((outcome) => {
    const upper = bin(byOutcome[outcome] ?? [], 'mean').map((value, index) => (lower[index] ?? 0) + (value ?? 0))
    const layer = { outcome, lower, upper }
    lower = upper
    return layer
  })
  const begun = bin(arrivals, 'mean')
  const scale = linearScale(most(begun, lower), 3)
  const total = (series: readonly number[] = []): number => series.reduce((sum, value) => sum + value, 0)
  return plot({
    title: 'Checkouts a second',
    legend: [
      { class: 'rule ink', says: 'begun' },
      ...told
        .filter((outcome) => !bad.includes(outcome))
        .map((outcome) => ({ class: toneOf(outcome), says: outcomeWords[outcome] })),
      ...(told.some((outcome) => bad.includes(outcome)) ? [{ class: 'accent', says: 'failed' }] : []),
    ],
    says: `Checkouts a second: ${rate(most(begun))} begun at the most. ${told.map((outcome) => `${count(total(byOutcome[outcome]))} ${outcomeWords[outcome]}`).join(', ')}.`,
    height: 150,
    scale,
    tick: count,
    marks: [
      ...layers.map(
        (layer): Mark => ({ class: `area ${toneOf(layer.outcome)}`, path: areaPath(layer.lower, layer.upper, scale) }),
      ),
      { class: 'stroke ink', path: linePath(begun, scale) },
    ],
  })
}

export function failurePanel({ firstAttemptErrors, failures }: Timeline): Html {
  const errors = bin(firstAttemptErrors, 'max')
  const failed = bin(failures, 'max')
  const scale = linearScale(Math.max(most(errors, failed), 5), 2)
  const sum = (series: readonly number[]): number => series.reduce((total, value) => total + value, 0)
  return plot({
    title: 'Went wrong, a second',
    legend: [
      { class: 'tone2', says: `first attempts that failed: ${count(sum(firstAttemptErrors))}` },
      { class: 'accent', says: `failed for the customer: ${count(sum(failures))}` },
    ],
    says: `${plural(sum(firstAttemptErrors), 'first attempt')} failed, ${most(errors)} in the worst second; ${plural(sum(failures), 'request')} failed for the customer.`,
    height: 64,
    scale,
    tick: count,
    marks: [
      { class: 'area tone2', path: barPath(errors, scale) },
      { class: 'area accent', path: barPath(failed, scale) },
    ],
  })
}

export function requestPanel({ shop }: Timeline): Html {
  const requests = bin(shop.requestsPerSecond, 'mean')
  const scale = linearScale(most(requests), 3)
  return plot({
    title: 'Requests a second, all services',
    says: `Requests a second that the services answered: ${rate(most(requests))} at the most. Calls among services count too.`,
    height: 96,
    scale,
    tick: count,
    marks: [
      {
        class: 'area tone4',
        path: areaPath(
          requests.map(() => 0),
          requests,
          scale,
        ),
      },
      { class: 'stroke tone1', path: linePath(requests, scale) },
    ],
  })
}

export const waitPanel = ({ wait: waits }: Timeline): Html =>
  percentilePanel(
    'A buyer’s wait for the checkout',
    'How long buyers waited for the answer to a checkout, with all retries',
    waits,
  )

export const answerPanel = ({ shop }: Timeline): Html =>
  percentilePanel('Answer times of the services', 'How long the services took to answer', shop)

function percentilePanel(
  title: string,
  says: string,
  series: Pick<Timeline['wait'], 'p50Ms' | 'p95Ms' | 'p99Ms'>,
): Html {
  const lines = [
    { name: 'p99', values: bin(series.p99Ms, 'max'), class: 'ink' },
    { name: 'p95', values: bin(series.p95Ms, 'max'), class: 'tone1' },
    { name: 'p50', values: bin(series.p50Ms, 'max'), class: 'tone2' },
  ]
  const scale = logScale(lines.flatMap(({ values }) => values.filter((value) => value !== null)))
  return plot({
    title,
    legend: lines.map(({ name, class: tone }): Legend => ({ class: `rule ${tone}`, says: name })),
    says: `${says}: ${lines.map(({ name, values }) => `${name} at most ${wait(most(values))}`).join(', ')}.`,
    height: 110,
    scale,
    tick: wholeWait,
    marks: lines
      .reverse()
      .map(({ values, class: tone }) => ({ class: `stroke ${tone}`, path: linePath(values, scale) })),
  })
}

const wholeWait = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`)

const most = (...series: readonly Series[]): number =>
  series.flat().reduce<number>((top, value) => Math.max(top, value ?? 0), 0)
