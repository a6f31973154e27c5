import type { ClusterOptions } from '../src/options.ts'
import { loadConfig } from './connect-kube.ts'
import { removeLeftCrowds } from './inside/inside-crowds.ts'
import { shopNamespace } from './kube.ts'
import { openCluster } from './open-cluster.ts'

/** A run of another machine gives a sign of life each ten seconds: whoever asks for this knows that it is dead. */
const silentForMs = 60_000

/** `npm run sale-day -- clean`: puts back what a run that was killed has left. @throws UserError where one is at work */
export async function clean(where: ClusterOptions, say: (line: string) => void): Promise<void> {
  await openCluster({ where, runId: 'clean', say, otherDeadAfterMs: silentForMs }, async ({ bank, kube }) => {
    // Faults are in the bank's memory, and may be older than any run that is known.
    await bank.set({})
    await removeLeftCrowds(loadConfig(where.context), shopNamespace, say)
    say(`Nothing of a sale day is left in the cluster of ${kube.context}`)
  })
}
