import type { Applied } from './apply.ts'
import { getItems, type Kubectl } from './kubectl.ts'
import { namespace } from './namespace.ts'

type Config = { kind: 'ConfigMap' | 'Secret'; metadata: { name: string } }

/** Everything that runs, or that `kubectl rollout undo` would go back to. */
const users = 'deployments,replicasets,statefulsets,controllerrevisions,jobs,pods'

/**
 * ConfigMaps and Secrets are named by what they hold, so each change leaves the old one behind. Those that nothing refers
 * to any more are removed. (`kubectl apply --prune` knows only what was applied last: it would take away what an old
 * ReplicaSet needs, and so the way back.)
 */
export async function pruneConfigs(kubectl: Kubectl, applied: readonly Applied[]): Promise<void> {
  const [configs, using] = await Promise.all([
    getItems<Config>(kubectl, ['--namespace', namespace, 'configmaps,secrets']),
    kubectl(['--namespace', namespace, 'get', users, '--output', 'json']),
  ])
  const names = unusedConfigs(configs, using, applied).map(
    ({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`,
  )
  if (names.length > 0) await kubectl(['--namespace', namespace, 'delete', '--ignore-not-found', ...names])
}

/**
 * Earlier ones of those that were applied: the same name up to the hash.
 * @param using the text of all that may refer to one; a name that occurs anywhere in it counts as used
 */
export function unusedConfigs(configs: readonly Config[], using: string, applied: readonly Applied[]): Config[] {
  const current = new Set(applied.map(({ kind, name }) => `${kind}/${name}`))
  const stems = new Set([...current].map(stemOf))
  return configs.filter(({ kind, metadata: { name } }) => {
    const id = `${kind.toLowerCase()}/${name}`
    const stem = stemOf(id)
    return stem !== undefined && stems.has(stem) && !current.has(id) && !using.includes(`"${name}"`)
  })
}

/** The name without the hash that kustomize has put to its end, in the letters that it uses. */
const stemOf = (id: string): string | undefined => /^(.+)-[bcdfghkmt2456789]{10}$/.exec(id)?.[1]
