import { join } from 'node:path'
import type { Run } from '@saleday/k8s/run'
import { repository } from '@saleday/local/repository'
import { type Cluster, context } from './cluster.ts'
import { kubeconfigFile } from './kubeconfig.ts'

const lockName = 'sale-day-run'

/** Puts back what a sale day that was killed has left; one that is at work is not disturbed, and the message says so. */
export async function endSaleDay(
  cluster: Cluster,
  { run, say }: { run: Run; say: (line: string) => void },
): Promise<void> {
  if ((await cluster.find('configmap', lockName)) === undefined) return
  const script = join(repository, 'load/src/sale-day.ts')
  await run(process.execPath, [script, 'clean', '--on', 'kind', '--context', context], {
    timeoutMs: 180_000,
    environment: { KUBECONFIG: kubeconfigFile },
  })
  say('put back what a sale day had left')
}
