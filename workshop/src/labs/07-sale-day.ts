import type { Report } from '@saleday/load/report'
import { found, lab } from '../lab.ts'
import { salesSince, verdictWords } from '../sales.ts'

const service = 'product'
const usual = 2

export const lab07 = lab({
  number: 7,
  page: '07-sale-day',
  remember: async () => ({}),
  steps: [
    {
      says: 'Load grew, and the autoscaler wanted more pods',
      expected: `in the report of a sale: a decision for more than ${usual} pods of ${service}, by requests or by CPU`,
      hint: 'the crowd of a laptop is small: give a pod fewer requests each second, as the page does, and run the sale',
      async look(scene) {
        const sales = salesSince(scene)
        const decisions = sales.flatMap(({ cluster }) => cluster?.autoscaler ?? []).filter(isMore)
        const { to, because } = decisions[0] ?? {}
        if (to === undefined)
          return found(false, `${sales.length} sales since the lab began, and no such decision in them`)
        const reasons = (because ?? []).map(
          ({ name, value, target, unit }) => `${name} ${value}${unit} where ${target}${unit} are enough`,
        )
        return found(true, `${to} pods wanted: ${reasons.join(', ')}`)
      },
    },
    {
      says: 'The pods came, took their share, and customers got their answers',
      expected: `a passed sale with more than ${usual} pods of ${service} ready at once`,
      hint: 'new pods take half a minute to be wanted and to become ready. If the verdict is invalid the machine was too busy: --rate 2',
      look: async (scene) => tell(salesSince(scene).findLast((report) => mostReady(report) > usual)),
    },
    {
      says: 'The same crowd came to a shop that does not grow',
      expected: `after that a passed sale with ${usual} pods of ${service} from the beginning to the end`,
      hint: `kubectl annotate scaledobject ${service} autoscaling.keda.sh/paused-replicas=${usual}, wait until there are two, and run the sale again`,
      async look(scene) {
        const sales = salesSince(scene)
        const first = sales.findIndex((report) => mostReady(report) > usual)
        return tell(first < 0 ? undefined : sales.slice(first + 1).findLast((report) => mostReady(report) <= usual))
      },
    },
    {
      says: 'The autoscaler is at work again',
      expected: `the ScaledObject ${service} without a mark that pauses it`,
      hint: `kubectl annotate scaledobject ${service} autoscaling.keda.sh/paused-replicas-`,
      async look({ cluster, since }) {
        const { metadata } = await cluster.find('scaledobject', service)
        const pausing = Object.keys(metadata.annotations ?? {}).filter((key) =>
          key.startsWith('autoscaling.keda.sh/paused'),
        )
        if (pausing.length > 0) return found(false, `it has ${pausing.join(', ')}`)
        // It was so when the lab began: that it is so again shows in its autoscaler, which is made anew.
        const autoscaler = await cluster.find('horizontalpodautoscaler', `keda-hpa-${service}`)
        if (autoscaler === undefined) return found(false, 'its autoscaler is not there yet')
        const made = new Date(autoscaler.metadata.creationTimestamp)
        return found(
          made >= since,
          `its autoscaler was made at ${made.toISOString()}; the lab began at ${since.toISOString()}`,
        )
      },
    },
  ],
})

const isMore = (decision: { service: string; from: number; to: number }): boolean =>
  decision.service === service && decision.to > decision.from && decision.to > usual

export const mostReady = (report: Report): number =>
  Math.max(0, ...known(report.timeline.services[service]?.ready ?? []))

const known = (series: readonly (number | null)[]): number[] => series.filter((value) => value !== null)

function tell(report: Report | undefined) {
  if (report === undefined) return found(false, 'there is no such sale since the lab began')
  const { requestsPerSecond = [], p95Ms = [] } = report.timeline.services[service] ?? {}
  const most = (series: readonly (number | null)[]) => Math.round(Math.max(0, ...known(series)))
  return found(
    report.verdict.result === 'passed',
    `${mostReady(report)} pods, up to ${most(requestsPerSecond)} requests/s, p95 up to ${most(p95Ms)} ms; ${verdictWords(report)}`,
  )
}
