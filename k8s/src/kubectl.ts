import type { Run, RunOptions } from './run.ts'

/** kubectl, for one cluster and never for another, whatever the current context is. */
export type Kubectl = (args: readonly string[], options?: RunOptions) => Promise<string>

export const contextOf = (cluster: string): string => `kind-${cluster}`

export const kubectlFor =
  (run: Run, cluster: string): Kubectl =>
  (args, options) =>
    run('kubectl', ['--context', contextOf(cluster), ...args], options)

/** The objects that a `kubectl get` finds; none where there are none. */
export async function getItems<T>(kubectl: Kubectl, args: readonly string[]): Promise<T[]> {
  const text = await kubectl(['get', ...args, '--ignore-not-found', '--output', 'json', '--request-timeout', '20s'])
  if (text.trim() === '') return []
  const found = JSON.parse(text) as { items?: T[] } & T
  return found.items ?? [found]
}
