import { join } from 'node:path'
import { repository } from '@saleday/local/repository'
import { parseAllDocuments } from 'yaml'
import { type KubeObject, run } from './target.ts'

export const kindOverlay = join(repository, 'k8s/overlays/kind')

/** The objects that an overlay says, as `kubectl apply -k` would send them. */
export const render = async (folder: string): Promise<KubeObject[]> =>
  parseAllDocuments(await run('kubectl', ['kustomize', folder], { timeoutMs: 60_000 })).map((document) =>
    document.toJS(),
  )
