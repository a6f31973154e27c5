import type { TimelineEvent } from './frame.ts'
import type { Seen, SeenPod, SeenService } from './seen.ts'

/** A pod that has gone without a word is shown for so long. */
const ghostMs = 5_000

type Open = { event: TimelineEvent; isOver: (seen: Seen) => boolean }

/**
 * Finds out what happened between two looks, whoever did it: an event when something begins, and the same one again, with its end, when
 * the shop is whole again.
 */
export function seeChanges() {
  let before: Seen | undefined
  const open = new Map<string, Open>()
  let ghosts: { pod: SeenPod; until: number }[] = []
  let count = 0

  function take(now: Seen, at: number): TimelineEvent[] {
    ghosts = ghosts.filter(({ until }) => until > at)
    // What cannot be looked at has not ended, and a shop that is opened or closed is not struck.
    const last = before?.place.state === 'watching' && now.place.state === 'watching' ? before : undefined
    before = now
    if (last === undefined) return []
    const isNew = (kind: TimelineEvent['kind'], subject: string, says: string, isOver?: Open['isOver']) => {
      const event: TimelineEvent = {
        id: `seen-${at}-${count++}`,
        at,
        endedAt: null,
        kind,
        by: 'seen',
        subject,
        says,
        kubectl: null,
      }
      if (isOver !== undefined) open.set(event.id, { event, isOver })
      return event
    }
    const begun = [
      ...podChanges(last, now, isNew, (pod) => ghosts.push({ pod, until: at + ghostMs })),
      ...serviceChanges(last, now, isNew),
      ...nodeChanges(last, now, isNew),
    ]
    return [...begun, ...ended(now, at, begun)]
  }

  function ended(now: Seen, at: number, begun: readonly TimelineEvent[]): TimelineEvent[] {
    const over = [...open.values()].filter(({ event, isOver }) => !begun.includes(event) && isOver(now))
    for (const { event } of over) open.delete(event.id)
    return over.map(({ event }) => ({ ...event, endedAt: at }))
  }

  return {
    /** @returns what is new, or over, since the look before */
    take,
    /** Pods that ended a moment ago, to be shown for some seconds. */
    ghosts: (): readonly SeenPod[] => ghosts.map(({ pod }) => pod),
  }
}

type New = (kind: TimelineEvent['kind'], subject: string, says: string, isOver?: Open['isOver']) => TimelineEvent

function podChanges(last: Seen, now: Seen, isNew: New, haunt: (pod: SeenPod) => void): TimelineEvent[] {
  return last.pods.flatMap((pod) => {
    const present = now.pods.find(({ id }) => id === pod.id)
    const isWhole = wholeAgain(pod.service)
    const kind = kindOf(now, pod.service) === 'store' ? 'store' : 'kill'
    if (present === undefined) {
      if (
        pod.phase === 'draining' ||
        pod.phase === 'pending' ||
        pod.phase === 'failed' ||
        isFewerWanted(last, now, pod)
      )
        return []
      haunt({ ...pod, phase: 'killed', reason: pod.reason ?? 'ended without notice', adminUrl: null })
      return [isNew(kind, pod.service, `${pod.name} ended without notice`, isWhole)]
    }
    if (present.restarts > pod.restarts && pod.phase !== 'failed')
      return [isNew(kind, pod.service, `${pod.name} ended and is started again${because(present, pod)}`, isWhole)]
    if (pod.phase === 'ready' && present.phase === 'draining' && isOnItsOwn(last, now, pod))
      return [isNew('restart', pod.service, `${pod.name} was told to stop`, isWhole)]
    return []
  })
}

function because(present: SeenPod, before: SeenPod): string {
  const reason = present.reason ?? before.reason
  return reason === null ? '' : `: ${reason}`
}

/** No rollout, scaling or drain has told it to stop. */
function isOnItsOwn(last: Seen, now: Seen, pod: SeenPod): boolean {
  const service = now.services.find(({ name }) => name === pod.service)
  const node = now.nodes.find(({ name }) => name === pod.node)
  return service?.rollout === null && !isFewerWanted(last, now, pod) && node?.takesPods === true && node.ready
}

function isFewerWanted(last: Seen, now: Seen, { service }: SeenPod): boolean {
  const wanted = (seen: Seen): number => seen.services.find(({ name }) => name === service)?.wanted ?? 0
  return wanted(now) < wanted(last)
}

const wholeAgain =
  (service: string): Open['isOver'] =>
  ({ services, pods }) => {
    const found = services.find(({ name }) => name === service)
    if (found === undefined) return true
    const isLame = pods.some((pod) => pod.service === service && (pod.phase === 'killed' || pod.phase === 'unready'))
    return found.ready >= found.wanted && !isLame
  }

const kindOf = (seen: Seen, service: string): SeenService['kind'] | undefined =>
  seen.services.find(({ name }) => name === service)?.kind

function serviceChanges(last: Seen, now: Seen, isNew: New): TimelineEvent[] {
  return now.services.flatMap((service) => {
    const { name, wanted, rollout } = service
    const before = last.services.find((each) => each.name === name)
    if (before === undefined) return []
    const events: TimelineEvent[] = []
    if (before.rollout === null && rollout !== null)
      events.push(
        isNew('rollout', name, `${name} is rolled out: ${rollout.version}`, ({ services }) =>
          services.every((each) => each.name !== name || each.rollout === null),
        ),
      )
    if (before.wanted !== wanted)
      events.push(
        isNew(
          'scale',
          name,
          `${name} is scaled from ${before.wanted} to ${wanted}${whyScaled(service)}`,
          ({ services }) => services.every((each) => each.name !== name || each.ready >= each.wanted),
        ),
      )
    return events
  })
}

/** What asks for most, of what the autoscaler looks at. */
function whyScaled({ autoscaler, wanted }: SeenService): string {
  if (autoscaler === null || autoscaler.wanted !== wanted) return ''
  const asks = autoscaler.metrics
    .flatMap(({ name, value, target, unit }) => (value === null ? [] : [{ name, value, target, unit }]))
    .sort((a, b) => b.value / b.target - a.value / a.target)[0]
  return asks === undefined ? '' : `: ${asks.name} ${Math.round(asks.value)}${asks.unit} of ${asks.target}${asks.unit}`
}

function nodeChanges(last: Seen, now: Seen, isNew: New): TimelineEvent[] {
  return last.nodes.flatMap((node) => {
    const { name } = node
    const present = now.nodes.find((each) => each.name === name)
    if (present === undefined) return [isNew('node', name, `${name} is no longer a node`)]
    const isBack: Open['isOver'] = ({ nodes }) => nodes.every((each) => each.name !== name || each.ready)
    const isOpen: Open['isOver'] = ({ nodes }) => nodes.every((each) => each.name !== name || each.takesPods)
    return [
      ...(node.ready && !present.ready ? [isNew('node', name, `${name} does not answer`, isBack)] : []),
      ...(node.takesPods && !present.takesPods ? [isNew('drain', name, `${name} takes no more pods`, isOpen)] : []),
    ]
  })
}
