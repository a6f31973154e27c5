import { outcomes } from '../src/measure-names.ts'
import type { Sample, Traffic } from '../src/record-sample.ts'
import type { Checkout, JournalFacts } from './read-journal.ts'
import type { Timeline } from './report-schema.ts'

/** Percentiles of a second's few checkouts jump about: those of two seconds before and after are taken with them. */
const waitWindow = 2

/** The day second by second: the crowd from its journal, the shop from the samples. */
export function buildTimeline(
  journal: JournalFacts,
  samples: readonly Sample[],
  startAt: number,
  endAt: number,
): Timeline {
  const seconds = Math.max(1, Math.ceil((endAt - startAt) / 1000))
  const secondOf = (at: number): number => Math.min(seconds - 1, Math.max(0, Math.floor((at - startAt) / 1000)))
  const countIn = (times: readonly number[]): number[] => {
    const counts = new Array<number>(seconds).fill(0)
    for (const at of times) counts[secondOf(at)]! += 1
    return counts
  }
  const ended = journal.checkouts.flatMap(({ end }) => end ?? [])
  const bySecond = sampleOfEachSecond(samples, startAt, seconds)
  return {
    seconds,
    arrivals: countIn(journal.checkouts.map(({ at }) => at)),
    outcomes: Object.fromEntries(
      outcomes.map((outcome) => [outcome, countIn(ended.filter((end) => end.outcome === outcome).map(({ at }) => at))]),
    ),
    firstAttemptErrors: countIn(journal.firstErrors),
    failures: countIn(journal.failures.map(({ at }) => at)),
    wait: waits(ended, seconds, secondOf),
    shop: trafficSeries(bySecond.map((sample) => sample?.shop)),
    services: servicesOf(bySecond),
    ...databasesOf(bySecond),
  }
}

/** A second that no sample tells of stays empty: the recorder was late, and the line has a gap. */
function sampleOfEachSecond(samples: readonly Sample[], startAt: number, seconds: number): (Sample | undefined)[] {
  const bySecond = new Array<Sample | undefined>(seconds).fill(undefined)
  for (const sample of samples) {
    // A sample tells of the time before it.
    const last = Math.floor((sample.at - startAt - 500) / 1000)
    for (let second = last; second > last - (sample.everyMs ?? 1000) / 1000; second--)
      if (second >= 0 && second < seconds) bySecond[second] ??= sample
  }
  return bySecond
}

function waits(ended: readonly NonNullable<Checkout['end']>[], seconds: number, secondOf: (at: number) => number) {
  const bySecond = Array.from({ length: seconds }, (): number[] => [])
  for (const { at, ms } of ended) bySecond[secondOf(at)]!.push(ms)
  const windows = bySecond.map((_, second) =>
    bySecond
      .slice(Math.max(0, second - waitWindow), second + waitWindow + 1)
      .flat()
      .sort((a, b) => a - b),
  )
  const at = (share: number): (number | null)[] => windows.map((sorted) => quantile(sorted, share))
  return { p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) }
}

/** Of values in rising order: the smallest that at least this share of them does not exceed. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? null
}

function trafficSeries(values: readonly (Traffic | undefined)[]) {
  const of = (name: keyof Traffic): (number | null)[] => values.map((value) => value?.[name] ?? null)
  return {
    requestsPerSecond: of('requestsPerSecond'),
    errorsPerSecond: of('errorsPerSecond'),
    p50Ms: of('p50Ms'),
    p95Ms: of('p95Ms'),
    p99Ms: of('p99Ms'),
    cpuPercent: of('cpuPercent'),
  }
}

function databasesOf(bySecond: readonly (Sample | undefined)[]): Pick<Timeline, 'databases'> {
  const names = [...new Set(bySecond.flatMap((sample) => Object.keys(sample?.databases ?? {})))]
  if (names.length === 0) return {}
  return {
    databases: Object.fromEntries(
      names.map((name) => [name, bySecond.map((sample) => sample?.databases?.[name] ?? null)]),
    ),
  }
}

function servicesOf(bySecond: readonly (Sample | undefined)[]): Timeline['services'] {
  const names = [...new Set(bySecond.flatMap((sample) => Object.keys(sample?.services ?? {})))]
  // An outside party comes last.
  names.sort((a, b) => Number(a === 'bank') - Number(b === 'bank'))
  return Object.fromEntries(
    names.map((name) => {
      const own = bySecond.map((sample) => sample?.services[name])
      return [
        name,
        {
          ...trafficSeries(own),
          ready: own.map((service) => service?.ready ?? null),
          wanted: own.map((service) => service?.wanted ?? null),
        },
      ]
    }),
  )
}
