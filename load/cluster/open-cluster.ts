import { hostname } from 'node:os'
import { processInfo } from '@saleday/embedded/process-info'
import { UserError } from '@saleday/local/user-error'
import type { BankSwitch } from '../src/bank-faults.ts'
import type { ClusterOptions } from '../src/options.ts'
import { clusterBank } from './cluster-bank.ts'
import { clusterSources } from './cluster-sources.ts'
import { connectKube, loadConfig } from './connect-kube.ts'
import { docker } from './docker.ts'
import { type Kube, shopNamespace } from './kube.ts'
import { type PodForwards, podForwards } from './pod-forwards.ts'
import { podStream } from './pod-stream.ts'
import { type RunLock, takeLock } from './run-lock.ts'
import { undo } from './undo-step.ts'
import { type ClusterView, watchCluster } from './watch-cluster.ts'

/** A cluster that is watched, and that nobody else runs a sale day on. */
export type OpenCluster = {
  kube: Kube
  view: ClusterView
  forwards: PodForwards
  bank: BankSwitch
  lock: RunLock
  docker: typeof docker | undefined
}

/**
 * Opens the cluster, puts back what a run that is dead has left, does the work, and puts back what that has changed, also when
 * this process comes to grief.
 */
export async function openCluster<T>(
  parts: { where: ClusterOptions; runId: string; say: (line: string) => void; otherDeadAfterMs?: number },
  work: (cluster: OpenCluster) => Promise<T>,
): Promise<T> {
  const { where, runId, say } = parts
  const config = loadConfig(where.context)
  const kube = connectKube(config, shopNamespace)
  const view = await watchCluster(clusterSources(config, shopNamespace)).catch((error: Error) => {
    throw new UserError(
      `The cluster of ${kube.context} does not answer: ${error.message || String(error)}`,
      where.isKind ? 'Is it there? npm run kind:status' : 'kubectl must reach it, and may look at its nodes.',
    )
  })
  const forwards = podForwards(podStream(config, shopNamespace), view)
  const bank = clusterBank(view, forwards)
  const nodes = where.isKind ? docker : undefined
  try {
    const lock = await takeLock({
      kube,
      me: await thisProcess(runId),
      isAlive: async (pid, started) => (await processInfo(pid))?.started === started,
      undo: (step) => undo(step, { kube, docker: nodes, bank }),
      say,
      ...(parts.otherDeadAfterMs === undefined ? {} : { otherDeadAfterMs: parts.otherDeadAfterMs }),
    })
    return await withLock(lock, say, () => work({ kube, view, forwards, bank, lock, docker: nodes }))
  } finally {
    forwards.close()
    await view.stop()
  }
}

async function withLock<T>(lock: RunLock, say: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const putBack = async (): Promise<void> => {
    for (const problem of await lock.list.undoAll()) say(`This could not be put back: ${problem}`)
    await lock.release()
  }
  // What nobody has foreseen must not leave the cluster changed.
  const crash = (error: unknown): void => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    putBack().finally(() => process.exit(2))
  }
  process.once('uncaughtException', crash)
  try {
    return await work()
  } finally {
    process.off('uncaughtException', crash)
    await putBack()
  }
}

async function thisProcess(run: string) {
  const { started = '' } = (await processInfo(process.pid)) ?? {}
  return { run, host: hostname(), pid: process.pid, started }
}
