import type { AutoscalerState } from '../../cluster/cluster-change.ts'
import type { Phase } from '../../src/scenario.ts'
import { seededRandom } from '../../src/seeded-random.ts'
import type { TimetableEvent } from '../../src/timetable-event.ts'
import { type ClusterMoment, timetable } from './cluster-timetable.ts'
import type { GeneratedRun } from './generate-run.ts'
import { generatedAudit } from './generated-audit.ts'
import { type Day, lengthOf, shareAt } from './generated-day.ts'
import { generatedJournal } from './generated-journal.ts'
import { generatedRecord } from './generated-record.ts'
import { generatedSamples } from './generated-samples.ts'
import { simulatedCluster } from './simulated-cluster.ts'

const startAt = Date.UTC(2026, 10, 27, 9, 0, 0)
const checkoutsPerSecond = 12
const phases: Phase[] = [
  { name: 'warm-up', seconds: 30, share: 0.05 },
  { name: 'doors open', seconds: 5, share: 1 },
  { name: 'plateau', seconds: 145, share: 1 },
  { name: 'lull', seconds: 40, share: 0.3 },
  { name: 'second wave', seconds: 5, share: 1 },
  { name: 'second plateau', seconds: 85, share: 1 },
  { name: 'closing', seconds: 50, share: 0 },
]
/** Requests a second of each service at the full rate, and how many of them a pod is to take. */
const demand: Readonly<Record<string, { full: number; each: number }>> = {
  order: { full: 190, each: 45 },
  payment: { full: 120, each: 45 },
  product: { full: 310, each: 60 },
  cart: { full: 150, each: 50 },
  auth: { full: 24, each: 60 },
}
const least = 2
const most = 6

/** A believable run of six minutes on three nodes, made from a seed; `faster` is one with better code, to be compared. */
export function generateClusterRun(seed = 42, faster = false): GeneratedRun {
  const random = seededRandom(seed, 'cluster run')
  const runId = `20261127-${faster ? '1' : '0'}90000-${seed}`
  const events: TimetableEvent[] = []
  const cluster = simulatedCluster({
    startAt,
    nodes: ['saleday-control-plane', 'saleday-worker', 'saleday-worker2', 'saleday-worker3'],
    random,
  })
  cluster.runUntil(startAt - 12_000)
  for (const service of Object.keys(demand)) cluster.deploy(service, least)
  const decide = autoscaler(cluster, faster ? 0.7 : 1)
  for (let second = -12; second < lengthOf({ phases }) + 2; second++) {
    cluster.runUntil(startAt + second * 1000)
    decide(second)
    for (const moment of timetable.filter(({ at }) => at === second)) {
      const at = startAt + second * 1000 + 210 + Math.floor(random() * 80)
      cluster.runUntil(at)
      events.push(...happen(cluster, moment, at, random))
    }
  }
  const day: Day = { runId, ending: 'passed', startAt, checkoutsPerSecond, phases, events, random }
  const journal = generatedJournal(day)
  const samples = generatedSamples(day)
  if (faster) for (const { services } of samples) for (const one of Object.values(services)) one.cpuPercent! *= 0.8
  return {
    record: generatedRecord(day, seed, journal),
    plan: {
      runId,
      seed,
      scenario: {
        name: 'sale-day',
        says: 'Six minutes of a sale day on three nodes, with all that can go wrong on it',
        checkoutsPerSecond,
        phases,
      },
    },
    journal,
    samples,
    events,
    audit: generatedAudit(false),
    changes: cluster.changes,
  }
}

type Cluster = ReturnType<typeof simulatedCluster>

function happen(cluster: Cluster, moment: ClusterMoment, at: number, random: () => number): TimetableEvent[] {
  const { kind, says, kubectl, act } = moment
  const pod = cluster.podsOf(moment.of).find(({ state }) => state === 'ready')
  const hit = moment.hits === 'pod' ? pod?.name : moment.of
  if (hit === undefined) return []
  const onPod = kind === 'kill' || kind === 'restart'
  const inFlight = onPod ? 3 + Math.floor(random() * 9) : null
  const words = says.replaceAll('$hit', hit)
  act(cluster, hit)
  return [
    {
      at,
      plannedMs: moment.at * 1000,
      kind: kind as TimetableEvent['kind'],
      service: moment.of,
      says: inFlight === null ? words : `${words} (${inFlight} requests in flight)`,
      hit,
      inFlight,
      checkoutsInFlight: null,
      replacedMs: null,
      recoveredMs: null,
      details: { kubectl: kubectl.replaceAll('$hit', hit) },
    },
  ]
}

/** Looks every 10 s; takes back only what was too much at four looks. */
function autoscaler(cluster: Cluster, weight: number) {
  const wanted = new Map(Object.keys(demand).map((service) => [service, least]))
  const wishes = new Map<string, number[]>()
  return (second: number): void => {
    if (second % 10 !== 0) return
    for (const [service, { full, each }] of Object.entries(demand)) {
      const load = full * weight * shareAt({ phases }, Math.max(0, second - 2))
      const now = wanted.get(service)!
      const wish = Math.min(most, Math.max(least, Math.ceil(load / each - 0.1)))
      const recent = [...(wishes.get(service) ?? []), wish].slice(-4)
      wishes.set(service, recent)
      const next = Math.max(...recent) < now ? Math.max(...recent) : Math.max(now, wish)
      const metrics: AutoscalerState['metrics'] = [
        { name: 'requests/s', value: Math.round(load / now), target: each, unit: '' },
        { name: 'cpu', value: Math.round((load / now / each) * 61), target: 70, unit: '%' },
      ]
      wanted.set(service, next)
      cluster.tell({ at: startAt + second * 1000, k: 'autoscaler', service, now, wanted: next, least, most, metrics })
      if (next !== now) cluster.scale(service, next)
    }
  }
}
