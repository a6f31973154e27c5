import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { isReady, type Pod, type PodEvent, watchPods } from '@saleday/k8s/watch-pods'
import { services } from '@saleday/local/parties'
import { median } from './figures.ts'
import type { Finding } from './finding.ts'

const context = process.env.SALEDAY_BENCH_CONTEXT ?? 'kind-saleday'
const namespace = 'saleday'
const roundsOfServices = 2
const goalMs = 4_000
const limitMs = 120_000

type Measured = {
  service: string
  /** From the pod's creation on, all as this machine's clock had them. */
  scheduledMs: number
  startedMs: number
  processReadyMs: number
  readyMs: number
}

/** Whether a cluster of `npm run kind:up` answers, with a shop in it. */
export const hasKindShop = (): Promise<boolean> =>
  kubectl(['get', 'deployment', 'order', '--request-timeout', '5s']).then(
    () => true,
    () => false,
  )

/**
 * Time from a pod's creation to its readiness, its image being on the node: a pod of each service in turn is deleted,
 * and the one that takes its place is watched. Times in objects are whole seconds, so changes are timed when they are seen.
 */
export async function measurePodStart(): Promise<Finding[]> {
  const measured: Measured[] = []
  for (let round = 0; round < roundsOfServices; round++) {
    for (const service of services) measured.push(await measure(service))
  }
  return report(measured)
}

async function measure(service: string): Promise<Measured> {
  await kubectl(['rollout', 'status', `deployment/${service}`, '--timeout=120s'])
  const events: PodEvent[] = []
  const known = new Set<string>()
  const selector = `app.kubernetes.io/component=api,app.kubernetes.io/name=${service}`
  for (const pod of (JSON.parse(await kubectl(['get', 'pods', '-l', selector, '-o', 'json'])) as { items: Pod[] })
    .items)
    known.add(pod.metadata.uid)
  const seen = Promise.withResolvers<void>()
  const watch = watchPods({ context, namespace, selector }, (event) => {
    if (known.has(event.object.metadata.uid)) return
    const first = events[0]?.object.metadata.uid ?? event.object.metadata.uid
    if (event.object.metadata.uid !== first) return
    events.push(event)
    if (isReady(event.object)) seen.resolve()
  })
  const timer = setTimeout(() => seen.reject(new Error(`no new pod of ${service} was ready in ${limitMs} ms`)), limitMs)
  try {
    const victim = (await kubectl(['get', 'pods', '-l', selector, '-o', 'name'])).split('\n')[0]!
    await kubectl(['delete', victim, '--wait=false'])
    await seen.promise
    return await timesOf(service, events)
  } finally {
    clearTimeout(timer)
    watch.stop()
  }
}

async function timesOf(service: string, events: PodEvent[]): Promise<Measured> {
  const createdMs = events[0]!.seenMs
  const firstWhere = (isSo: (pod: Pod) => boolean) => events.find(({ object }) => isSo(object))!.seenMs - createdMs
  // The process says when it was ready and how long it had run: by the same clock, since nodes of kind are containers.
  const log = await kubectl(['logs', events[0]!.object.metadata.name, '--tail=200'])
  const line = log.split('\n').find((text) => text.includes('"msg":"ready"'))
  const { time, afterMs } = JSON.parse(line ?? '{}') as { time: string; afterMs: number }
  const processReadyMs = Date.parse(time) - createdMs
  return {
    service,
    scheduledMs: firstWhere(({ spec }) => spec.nodeName !== undefined),
    startedMs: processReadyMs - afterMs,
    processReadyMs,
    readyMs: firstWhere(isReady),
  }
}

function report(measured: Measured[]): Finding[] {
  const notes = services.map((service) => {
    const own = measured.filter((one) => one.service === service)
    return `${service} ${steps.map(([name, key]) => `${name} ${median(own.map((one) => one[key])).toFixed(0)} ms`).join(', ')}`
  })
  const values = measured.map(({ readyMs }) => readyMs)
  return [
    {
      name: "from a pod's creation to its readiness",
      unit: 'ms',
      values,
      goal: { is: '≤', limit: goalMs },
      sides: [],
      notes,
    },
  ]
}

/** Each counts from the pod's creation. */
const steps = [
  ['scheduled', 'scheduledMs'],
  ['container started', 'startedMs'],
  ['process ready', 'processReadyMs'],
  ['pod ready', 'readyMs'],
] as const

async function kubectl(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('kubectl', ['--context', context, '--namespace', namespace, ...args], {
    maxBuffer: 2 ** 27,
  })
  return stdout
}
