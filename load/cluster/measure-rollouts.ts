import type { ClusterHistory, Line } from './measure-history.ts'

/** One template of a service taking the place of another. Times are in milliseconds since the crowd came. */
export type Rollout = {
  service: string
  from: { template: string; version: string }
  to: { template: string; version: string }
  /** The first pod of the new template. */
  startedMs: number
  /** All pods of the old one are gone, or on their way when the next one began; where it was undone, all of the new one. */
  endedMs: number | null
  outcome: 'done' | 'undone' | 'unfinished'
}

export function rolloutsOf({ pods }: ClusterHistory, startAt: number): Rollout[] {
  const lines = [...pods.values()].flat().sort((a, b) => a.at - b.at)
  return [...Map.groupBy(lines, ({ service }) => service).values()]
    .flatMap((own) => rolloutsOfService(own, startAt))
    .sort((a, b) => a.startedMs - b.startedMs)
}

function rolloutsOfService(lines: readonly Line<'pod'>[], startAt: number): Rollout[] {
  const there = new Map<string, Line<'pod'>>()
  const rollouts: Rollout[] = []
  let settled: Rollout['to'] | undefined
  for (const line of lines) {
    const own = { template: line.templateHash, version: line.version }
    settled ??= own
    if (line.state === 'gone') there.delete(line.name)
    else {
      const last = rollouts.at(-1)
      const isNew = !there.has(line.name) && own.template !== settled.template
      there.set(line.name, line)
      if (isNew && last?.to.template === own.template) reopen(last)
      else if (isNew) {
        if (last?.outcome === 'unfinished' && supersede(last, [...there.values()], line.at - startAt)) settled = last.to
        rollouts.push({
          service: line.service,
          from: settled,
          to: own,
          startedMs: line.at - startAt,
          endedMs: null,
          outcome: 'unfinished',
        })
      }
    }
    const current = rollouts.at(-1)
    if (current?.outcome === 'unfinished' && close(current, [...there.values()], line.at - startAt))
      settled = current.to
  }
  return rollouts
}

/** Its only new pod had died, and another one comes. */
function reopen(rollout: Rollout): void {
  if (rollout.outcome === 'undone') Object.assign(rollout, { outcome: 'unfinished', endedMs: null })
}

/** Ends it where the next one begins: done where every pod of the old template has been told to go. @returns whether it is */
function supersede(rollout: Rollout, there: readonly Line<'pod'>[], ms: number): boolean {
  const podsOf = ({ template }: Rollout['to']) => there.filter(({ templateHash }) => templateHash === template)
  const isDone =
    podsOf(rollout.to).some(({ state }) => state === 'ready') &&
    podsOf(rollout.from).every(({ state }) => state === 'ending')
  Object.assign(rollout, { outcome: isDone ? 'done' : 'undone', endedMs: ms })
  return isDone
}

/** @returns whether the new template has taken over */
function close(rollout: Rollout, there: readonly Line<'pod'>[], ms: number): boolean {
  const fresh = there.filter(({ templateHash }) => templateHash === rollout.to.template)
  if (fresh.length === 0) Object.assign(rollout, { outcome: 'undone', endedMs: ms })
  else if (fresh.length === there.length && fresh.some(({ state }) => state === 'ready')) {
    Object.assign(rollout, { outcome: 'done', endedMs: ms })
    return true
  }
  return false
}
