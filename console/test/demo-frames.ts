import {
  type Checkouts,
  type Frame,
  type History,
  historySeconds,
  type NodeView,
  type PodPhase,
  type PodView,
  pointOf,
  type Run,
  type ServiceView,
  type TimelineEvent,
} from '../src/frame.ts'

/**
 * A sale day that never was, second by second, for those who work on the page: `demoFrame` is the same each time for the same second.
 * A day is 300 s long, and starts again 30 s later.
 */

const phases = [
  { name: 'warm up', seconds: 30 },
  { name: 'doors open', seconds: 60 },
  { name: 'plateau', seconds: 150 },
  { name: 'evening', seconds: 60 },
]
const lengthSeconds = 300
const daySeconds = 330
const shop = ['product', 'cart', 'order', 'payment', 'auth'] as const
const workers = ['saleday-worker', 'saleday-worker2']
const kubectl = 'kubectl --context kind-saleday --namespace saleday'

/** From 0 up to 1, the same for the same numbers. */
function noise(...numbers: number[]): number {
  const x = Math.sin(numbers.reduce((sum, each, index) => sum + each * (12.9898 + index * 65.233), 1)) * 43_758.5453
  return x - Math.floor(x)
}

function wantedAt(second: number): number {
  if (second < 30) return 3
  if (second < 90) return 60 - (second - 30) * 0.5
  if (second < 240) return 30
  return second < lengthSeconds ? 8 : 0
}

/** What happens at which second of the day. */
const happenings: readonly (Omit<TimelineEvent, 'id' | 'at' | 'endedAt'> & { second: number; lasts: number | null })[] =
  [
    {
      second: 0,
      lasts: lengthSeconds,
      kind: 'run',
      by: 'sale-day',
      subject: null,
      says: 'the sale day "cluster-day" begins',
      kubectl: null,
    },
    {
      second: 55,
      lasts: null,
      kind: 'scale',
      by: 'seen',
      subject: 'order',
      says: 'order is scaled from 2 to 4: requests/s 130 of 60',
      kubectl: null,
    },
    {
      second: 80,
      lasts: 6,
      kind: 'kill',
      by: 'sale-day',
      subject: 'order',
      says: 'SIGKILL to order, order-6d5f8c7b9-0 (12 requests in flight)',
      kubectl: `${kubectl} delete pod order-6d5f8c7b9-0 --grace-period=0 --force`,
    },
    {
      second: 120,
      lasts: 25,
      kind: 'rollout',
      by: 'sale-day',
      subject: 'payment',
      says: 'payment is rolled out: 0.1.1',
      kubectl: `${kubectl} set image deployment/payment payment=saleday/payment:0.1.1`,
    },
    {
      second: 160,
      lasts: 20,
      kind: 'bank',
      by: 'operator',
      subject: 'bank',
      says: 'the bank loses 20 % of its answers',
      kubectl: `${kubectl} port-forward deployment/bank 9090 & curl --request PUT localhost:9090/faults --json '{"loseAnswerShare":0.2}'`,
    },
    {
      second: 200,
      lasts: 30,
      kind: 'drain',
      by: 'sale-day',
      subject: 'saleday-worker2',
      says: 'saleday-worker2 is drained: 6 pods, and takes pods again after 30 s',
      kubectl: `${kubectl} drain saleday-worker2 --ignore-daemonsets --delete-emptydir-data`,
    },
    {
      second: 250,
      lasts: null,
      kind: 'warning',
      by: 'seen',
      subject: 'cart',
      says: 'cart-5b8d-1: Readiness probe failed: HTTP probe failed with statuscode: 503',
      kubectl: null,
    },
  ]

const dayOf = (second: number) => ({ day: Math.floor(second / daySeconds), now: second % daySeconds })

/** Those that begin or end in that second. */
function eventsAt(second: number, startedAt: number): TimelineEvent[] {
  const { day, now } = dayOf(second)
  return happenings.flatMap(({ second: from, lasts, ...what }, index) => {
    const isOver = lasts !== null && now === from + lasts
    if (now !== from && !isOver) return []
    const at = startedAt + (day * daySeconds + from) * 1000
    return [{ id: `demo-${day}-${index}`, at, endedAt: isOver ? at + lasts * 1000 : null, ...what }]
  })
}

const happens = (index: number, now: number): boolean => {
  const { second, lasts } = happenings[index]!
  return now >= second && now < second + (lasts ?? 0)
}

/** The frame of a second since `startedAt`. */
export function demoFrame(second: number, startedAt: number, actions = false): Frame {
  const { now } = dayOf(second)
  const services: ServiceView[] = [
    ...shop.map((name, index) => serviceAt(name, index, now)),
    { ...serviceAt('bank', 5, now), kind: 'bank', autoscaler: null },
    ...['postgres', 'carts', 'cache'].map((name) => ({ ...store, name })),
  ]
  const { nodes, unplaced } = nodesAt(services, now, second)
  return {
    at: startedAt + second * 1000,
    place: {
      kind: 'cluster',
      name: 'kind-saleday',
      context: 'kind-saleday',
      namespace: 'saleday',
      state: 'watching',
      says: null,
    },
    nodes,
    unplaced,
    services,
    checkouts: checkoutsAt(now),
    failedCustomers: now >= 265 ? 1 : 0,
    run: runAt(second),
    events: eventsAt(second, startedAt),
    bankFaults: happens(4, now) ? { loseAnswerShare: 0.2 } : {},
    actions,
  }
}

/** All of the last ten minutes, as it is at that second. */
export function demoHistory(second: number, startedAt: number, actions = false): History {
  const from = Math.max(0, second - historySeconds + 1)
  const frames = Array.from({ length: second - from + 1 }, (_, index) => demoFrame(from + index, startedAt, actions))
  const events = new Map(frames.flatMap((frame) => frame.events).map((event) => [event.id, event]))
  return { points: frames.map(pointOf), events: [...events.values()], frame: frames.at(-1)! }
}

const store: ServiceView = {
  name: '',
  kind: 'store',
  requestsPerSecond: null,
  errorsPerSecond: null,
  p95Ms: null,
  cpuPercent: null,
  wanted: 1,
  ready: 1,
  autoscaler: null,
  rollout: null,
}

function serviceAt(name: string, index: number, now: number): ServiceView {
  const share = [9, 3, 1.6, 1.4, 0.8, 1.3][index]!
  const requestsPerSecond = Math.round(wantedAt(now) * share * (0.9 + 0.2 * noise(index, now)) * 10) / 10
  const isScaled = name === 'order' && now >= 55 && now < 280
  const wanted = name === 'bank' ? 1 : isScaled ? 4 : 2
  const isHit = (name === 'order' && happens(2, now)) || (name === 'order' && now >= 55 && now < 60)
  return {
    name,
    kind: 'service',
    requestsPerSecond,
    errorsPerSecond: name === 'order' && happens(2, now) ? 2.5 : 0,
    p95Ms: Math.round(8 + 12 * noise(index, now, 1) + (happens(4, now) && index >= 2 ? 350 : 0)),
    cpuPercent: Math.round(requestsPerSecond * 0.35),
    wanted,
    ready: wanted - (isHit ? 1 : 0),
    autoscaler: {
      least: 2,
      most: 8,
      now: wanted,
      wanted,
      metrics: [
        { name: 'requests/s', value: Math.round(requestsPerSecond / wanted), target: 60, unit: '' },
        { name: 'cpu', value: Math.round(requestsPerSecond / wanted / 2), target: 70, unit: '%' },
      ],
    },
    rollout: name === 'payment' && happens(3, now) ? { version: '0.1.1', updated: now < 132 ? 1 : 2, wanted } : null,
  }
}

function nodesAt(services: readonly ServiceView[], now: number, second: number) {
  const pods = services.flatMap(({ name, wanted }) =>
    Array.from({ length: wanted }, (_, index) => podAt(name, index, now, second)),
  )
  const isDrained = happens(5, now)
  const nodeOf = (pod: PodView, index: number): string => {
    if (['postgres', 'carts', 'cache', 'bank'].includes(pod.service)) return 'saleday-control-plane'
    return isDrained ? workers[0]! : workers[index % 2]!
  }
  const placed = pods.filter(({ phase }) => phase !== 'pending')
  const node = (name: string, role: NodeView['role']): NodeView => ({
    name,
    role,
    ready: true,
    takesPods: !(isDrained && name === workers[1]),
    pods: placed.filter((pod, index) => nodeOf(pod, index) === name),
  })
  return {
    nodes: [node('saleday-control-plane', 'control-plane'), ...workers.map((name) => node(name, 'worker'))],
    unplaced: pods.filter(({ phase }) => phase === 'pending'),
  }
}

function podAt(service: string, index: number, now: number, second: number): PodView {
  const [phase, reason] = phaseOfPod(service, index, now)
  const isNew = service === 'payment' && now >= 120 && now < lengthSeconds
  return {
    id: `${service}-${index}-${isNew ? 'b' : 'a'}`,
    name: `${service}-${isNew ? '7c9d6f5b4' : '6d5f8c7b9'}-${index}`,
    service,
    phase,
    reason,
    ageSeconds: isNew ? now - 120 : second + 40,
    restarts: service === 'order' && index === 0 && now >= 80 ? 1 : 0,
    version: isNew ? '0.1.1' : '0.1.0',
    cpuPercent: Math.round(3 + wantedAt(now) * noise(index, now, service.length) * 0.6),
    requestsPerSecond: Math.round(wantedAt(now) * (0.8 + 0.4 * noise(index, now, 7))),
  }
}

function phaseOfPod(service: string, index: number, now: number): [PodPhase, string | null] {
  if (service === 'order' && index === 0 && now >= 80 && now < 83) return ['killed', 'SIGKILL']
  if (service === 'order' && index === 0 && now >= 83 && now < 86) return ['starting', null]
  if (service === 'order' && index === 3 && now >= 55 && now < 57) return ['pending', 'Unschedulable']
  if (service === 'order' && index === 3 && now >= 57 && now < 60) return ['starting', null]
  if (service === 'payment' && index === 0 && now >= 120 && now < 126) return ['draining', null]
  if (service === 'cart' && index === 1 && now >= 250 && now < 254) return ['failed', 'CrashLoopBackOff']
  return ['ready', null]
}

function checkoutsAt(now: number): Checkouts {
  let begun = 0
  for (let second = 0; second <= now; second++) begun += wantedAt(second)
  const of = (share: number) => Math.floor(begun * share)
  const totals = {
    confirmed: of(0.83),
    soldOut: of(0.1),
    declined: of(0.05),
    refused: of(0.015),
    undecided: Math.round(wantedAt(now) * 0.2),
    failed: now >= 265 ? 1 : 0,
  }
  return { from: 'customers', perSecond: wantedAt(now), totals }
}

function runAt(second: number): Run {
  const { day, now } = dayOf(second)
  const run = { id: `demo-${day}`, name: 'cluster-day', phases, lengthSeconds, startedAt: null, phase: null }
  if (now >= lengthSeconds)
    return {
      ...run,
      state: now < lengthSeconds + 15 ? 'checking' : 'over',
      elapsedSeconds: lengthSeconds,
      wantedPerSecond: null,
      begunPerSecond: null,
    }
  let left = now
  const phase = phases.find(({ seconds }) => {
    if (left < seconds) return true
    left -= seconds
    return false
  })!
  return {
    ...run,
    state: 'running',
    phase: { ...phase, elapsedSeconds: left },
    elapsedSeconds: now,
    wantedPerSecond: wantedAt(now),
    begunPerSecond: Math.round(wantedAt(now) * (0.9 + 0.2 * noise(now, 3))),
  }
}
