import { setTimeout as sleep } from 'node:timers/promises'
import type { Steps } from '@saleday/local/steps'
import { diagnose } from './diagnose.ts'
import { getItems, type Kubectl } from './kubectl.ts'
import { NotReadyError } from './not-ready-error.ts'
import type { Pod, Workload } from './objects.ts'
import { titleOf, type Unready, unready } from './readiness.ts'

/** A workload to wait for; the kind in lower case, as kubectl has it. */
export type Awaited = { kind: string; namespace: string; name: string }

type Wait = { kubectl: Kubectl; steps: Steps; timeoutSeconds: number }

const everyMs = 1_000
const sayEveryMs = 15_000

/** @throws NotReadyError that says which workload is not, and why, with events and logs */
export async function waitUntilReady({ kubectl, steps, timeoutSeconds }: Wait, awaited: readonly Awaited[]) {
  const begin = performance.now()
  let sayNext = sayEveryMs
  for (;;) {
    const { left, pods } = await look(kubectl, awaited)
    if (left.length === 0) return
    const waitedMs = performance.now() - begin
    const hasFailed = left.some(({ isFinal }) => isFinal)
    if (hasFailed || waitedMs > timeoutSeconds * 1_000) {
      const what = hasFailed ? 'The shop has not become ready.' : `After ${timeoutSeconds} s the shop is not ready.`
      throw new NotReadyError(`${what}\n${await diagnose(kubectl, left, pods)}`)
    }
    if (waitedMs > sayNext) {
      steps.say(`still waiting for ${summary(left)}`)
      sayNext = waitedMs + sayEveryMs
    }
    await sleep(everyMs)
  }
}

/** Three of them say enough. */
function summary(left: readonly Unready[]): string {
  const some = left.slice(0, 3).map(({ workload, reason }) => `${titleOf(workload)} (${reason})`)
  return [...some, ...(left.length > some.length ? [`${left.length - some.length} more`] : [])].join(', ')
}

async function look(kubectl: Kubectl, awaited: readonly Awaited[]): Promise<{ left: Unready[]; pods: Pod[] }> {
  const kinds = 'deployments.apps,statefulsets.apps,jobs.batch,pods'
  const objects = await getItems<Workload | Pod>(kubectl, [kinds, '--all-namespaces'])
  const pods = objects.filter((object) => object.kind === 'Pod')
  const workloads = objects.filter((object) => object.kind !== 'Pod').filter((workload) => isAwaited(workload, awaited))
  return { left: workloads.map((workload) => unready(workload, pods)).filter((one) => one !== undefined), pods }
}

const isAwaited = ({ kind, metadata }: Workload, awaited: readonly Awaited[]) =>
  awaited.some(
    (one) => one.kind === kind.toLowerCase() && one.name === metadata.name && one.namespace === metadata.namespace,
  )
