import { getItems, type Kubectl } from './kubectl.ts'
import type { Event, Pod, Workload } from './objects.ts'
import { podProblem, podsOf, titleOf, type Unready } from './readiness.ts'

/** Where everything is broken, everybody's logs help nobody. */
const shownWorkloads = 4
const shownEvents = 6
const logLines = 15

/** What is not ready and why: for each workload its worst pod, with the pod's events and the last lines of its logs. */
export async function diagnose(kubectl: Kubectl, left: readonly Unready[], pods: readonly Pod[]): Promise<string> {
  const inOrder = [...left].sort((a, b) => Number(b.isFinal) - Number(a.isFinal))
  const told = await Promise.all(inOrder.slice(0, shownWorkloads).map((one) => tell(kubectl, one, pods)))
  const others = inOrder.slice(shownWorkloads).map(heading)
  return [...told, ...others].join('\n\n')
}

const heading = ({ workload, reason }: Unready) => `${titleOf(workload)}: ${reason}`

async function tell(kubectl: Kubectl, one: Unready, pods: readonly Pod[]): Promise<string> {
  const { workload } = one
  const pod = worstPod(podsOf(workload, pods))
  const [events, now, before] = await Promise.all([
    eventsOf(kubectl, workload, pod),
    pod ? logOf(kubectl, pod, []) : '',
    pod ? logOf(kubectl, pod, ['--previous']) : '',
  ])
  return [
    heading(one),
    ...section(`events of ${pod ? `pod ${pod.metadata.name}` : 'it'}`, events),
    ...section('last lines of its log', now),
    ...section('last lines of its log before it was restarted', before),
  ].join('\n')
}

const section = (title: string, text: string): string[] =>
  text.trim() === ''
    ? []
    : [
        `  ${title}:`,
        ...text
          .trimEnd()
          .split('\n')
          .map((line) => `    ${line}`),
      ]

function worstPod(pods: readonly Pod[]): Pod | undefined {
  const restarts = ({ status }: Pod) => Math.max(0, ...(status?.containerStatuses ?? []).map((one) => one.restartCount))
  const isReady = ({ status }: Pod) => status?.containerStatuses?.every(({ ready }) => ready) === true
  const badness = (pod: Pod) => (podProblem(pod) ? 2_000 : 0) + (isReady(pod) ? 0 : 1_000) + restarts(pod)
  return [...pods].sort((a, b) => badness(b) - badness(a))[0]
}

/** Of its pod; of itself and its ReplicaSets where it has none, since then they say why. */
async function eventsOf(kubectl: Kubectl, { metadata }: Workload, pod: Pod | undefined): Promise<string> {
  const events = await getItems<Event>(kubectl, ['--namespace', metadata.namespace!, 'events']).catch(() => [])
  const isIts = new RegExp(`^${metadata.name}(-[a-f0-9]+)?$`)
  return showEvents(
    events.filter(({ involvedObject: { kind, name } }) =>
      pod ? kind === 'Pod' && name === pod.metadata.name : kind !== 'Pod' && isIts.test(name),
    ),
  )
}

export function showEvents(events: readonly Event[]): string {
  const time = ({ lastTimestamp, eventTime }: Event) => lastTimestamp ?? eventTime ?? ''
  return [...events]
    .sort((a, b) => time(a).localeCompare(time(b)))
    .slice(-shownEvents)
    .map(({ reason, message, count = 1 }) => `${reason}${count > 1 ? ` (${count} times)` : ''}: ${message?.trim()}`)
    .join('\n')
}

async function logOf(kubectl: Kubectl, { metadata }: Pod, more: readonly string[]): Promise<string> {
  const args = ['logs', metadata.name, '--all-containers', '--tail', String(logLines), '--request-timeout', '10s']
  // A container that has not begun, or was never restarted, has none: kubectl fails, and there is nothing to show.
  return kubectl(['--namespace', metadata.namespace!, ...args, ...more]).catch(() => '')
}
