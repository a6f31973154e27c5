import { type ClusterHistory, type Line, podsBefore } from './measure-history.ts'
import type { ReportedEvent } from './measure-recoveries.ts'

/** Events that replace every pod of a service; a version that never gets ready replaces none. */
const rolling = ['rollout', 'config']
/** Events that end pods one by one or with their node, whatever service they are of. */
const onNode = ['drain', 'stop-node']

/** The pods that an event hit, as they were at that moment: the one that it names, those of a node, or those of a service. */
export function podsHit(event: ReportedEvent, history: ClusterHistory): Line<'pod'>[] {
  const { at, kind, hit, named } = event
  if (hit === null) return []
  // One that was on its way out would have gone anyway.
  const there = podsBefore(history, at).filter(({ state }) => state !== 'ending')
  // Not all that is on a node goes: what belongs to the node stays, and what is not of the shop may.
  if (onNode.includes(kind)) return there.filter(({ node, name }) => node === hit && (named?.includes(name) ?? true))
  if (rolling.includes(kind)) return there.filter(({ service, state }) => service === hit && state === 'ready')
  return there.filter(({ name }) => name === hit)
}
