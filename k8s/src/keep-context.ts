import type { Run } from './run.ts'

/**
 * kind makes its cluster the current one of the kubeconfig. Whoever had chosen another keeps it: a command meant for that
 * one must not go to this.
 */
export async function keepContext<T>(run: Run, work: () => Promise<T>): Promise<T> {
  const before = await currentContext(run)
  const result = await work()
  if (before !== '' && (await currentContext(run)) !== before) await run('kubectl', ['config', 'use-context', before])
  return result
}

const currentContext = (run: Run): Promise<string> =>
  run('kubectl', ['config', 'current-context']).then(
    (name) => name.trim(),
    () => '',
  )
