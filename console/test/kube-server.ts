import { KubeConfig, type KubernetesObject } from '@kubernetes/client-node'
import { listen } from '@saleday/testing/listen'
import express, { type Response } from 'express'

/** As the client asks for it before it reads or deletes an object. */
const kinds = {
  resources: [
    { name: 'pods', kind: 'Pod', namespaced: true },
    { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
  ],
}
const notFound = { kind: 'Status', code: 404, message: 'not found' }

/** An API server in small: lists, watches that tell of deletions, reads and deletions of what a test puts into it. */
export async function kubeServer(lists: Record<string, KubernetesObject[]>) {
  const watchers = new Map<string, Set<Response>>()
  const deletions: string[] = []
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'))
  const find = (path: string): KubernetesObject | undefined =>
    lists[folderOf(path)]?.find(({ metadata }) => `${folderOf(path)}/${metadata?.name}` === path)

  const app = express()
  app.get('/api/v1', (_req, res) => void res.json(kinds))
  app.get('/{*path}', (req, res) => {
    const list = lists[req.path]
    if (req.query.watch !== undefined) {
      watchers.set(req.path, (watchers.get(req.path) ?? new Set()).add(res))
      res.writeHead(200, { 'content-type': 'application/json' }).flushHeaders()
    } else if (list !== undefined) res.json({ metadata: { resourceVersion: '1' }, items: list })
    else {
      const object = find(req.path)
      res.status(object === undefined ? 404 : 200).json(object ?? notFound)
    }
  })
  app.delete('/{*path}', (req, res) => {
    const object = find(req.path)
    deletions.push(`${req.path} with a grace of ${req.query.gracePeriodSeconds}`)
    if (object === undefined) {
      res.status(404).json(notFound)
      return
    }
    const folder = folderOf(req.path)
    lists[folder] = lists[folder]!.filter((each) => each !== object)
    for (const watcher of watchers.get(folder) ?? []) watcher.write(`${JSON.stringify({ type: 'DELETED', object })}\n`)
    res.json({ kind: 'Status', status: 'Success' })
  })
  const server = await listen(app)
  const config = new KubeConfig()
  config.loadFromClusterAndUser({ name: 'fake', server: server.url, skipTLSVerify: true }, { name: 'nobody' })
  return { config, deletions, close: server.close }
}
