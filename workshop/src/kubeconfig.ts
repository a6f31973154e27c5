import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { namespace } from '@saleday/k8s/namespace'
import type { Run } from '@saleday/k8s/run'
import { repository } from '@saleday/local/repository'
import { writeFileAtomically } from '@saleday/local/write-file'
import { parse, stringify } from 'yaml'
import { clusterName } from './cluster.ts'

/**
 * kubectl's settings for the workshop alone: whoever types a command of a lab reaches this cluster and no other, and the
 * settings that are there already stay as they are.
 */
export const kubeconfigFile = join(repository, '.saleday', 'workshop', 'kubeconfig')

/** As kind gives it: that of the cluster that is there now, in whichever terminal it was made. */
export async function writeKubeconfig(run: Run): Promise<void> {
  const text = await run('kind', ['get', 'kubeconfig', '--name', clusterName], { timeoutMs: 60_000 })
  mkdirSync(dirname(kubeconfigFile), { recursive: true })
  writeFileAtomically(kubeconfigFile, inShop(text), 0o600)
}

/** The same settings, with the shop's namespace where no other is named. */
export function inShop(kubeconfig: string): string {
  const config = parse(kubeconfig)
  for (const { context } of config.contexts) context.namespace = namespace
  return stringify(config)
}
