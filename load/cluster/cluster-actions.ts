import type { ClusterEvent } from '../src/planned-event.ts'
import type { ClusterActions, Hit, Occasion } from '../src/timetable-actions.ts'
import { changeConfig } from './change-config.ts'
import type { Docker } from './docker.ts'
import type { Kube } from './kube.ts'
import type { KubectlText } from './kubectl-text.ts'
import { drainNode, startNode, stopNode, uncordonNode } from './node-events.ts'
import { rollOut, rollOutBadly } from './roll-out.ts'
import type { UndoList } from './run-lock.ts'
import { scaleService } from './scale-service.ts'
import type { ClusterView } from './watch-cluster.ts'

/** What an event of a cluster is done with. */
export type EventParts = {
  kube: Kube
  view: ClusterView
  text: KubectlText
  list: UndoList
  /** Missing where nodes are not containers of this machine. */
  docker: Docker | undefined
  /** For the next rollout: the id of the run, and a number. */
  nextVersion: () => string
  /** Nodes that this run has drained or stopped, the last one last. */
  drained: string[]
  stopped: string[]
}

export function clusterActions(
  parts: Omit<EventParts, 'nextVersion' | 'drained' | 'stopped'> & { runId: string; say: (line: string) => void },
): ClusterActions {
  let rollouts = 0
  const events: EventParts = { ...parts, nextVersion: () => `${parts.runId}-${++rollouts}`, drained: [], stopped: [] }
  return {
    act: (planned, occasion) => act(events, planned, occasion),
    async putBack() {
      for (const problem of await parts.list.undoAll()) parts.say(`This could not be put back: ${problem}`)
    },
  }
}

function act(parts: EventParts, planned: ClusterEvent, occasion: Occasion): Promise<Hit> {
  switch (planned.kind) {
    case 'rollout':
      return rollOut(parts, planned, occasion)
    case 'bad-rollout':
      return rollOutBadly(parts, planned, occasion)
    case 'config':
      return changeConfig(parts, planned, occasion)
    case 'scale':
      return scaleService(parts, planned, occasion)
    case 'drain':
      return drainNode(parts, planned, occasion)
    case 'uncordon':
      return uncordonNode(parts, planned, occasion)
    case 'stop-node':
      return stopNode(parts, planned, occasion)
    case 'start-node':
      return startNode(parts, planned, occasion)
  }
}
