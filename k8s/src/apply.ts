import type { Kubectl } from './kubectl.ts'
import { namespace } from './namespace.ts'
import { CommandError } from './run.ts'

/** An object that was applied; its kind in lower case, as kubectl has it. */
export type Applied = { kind: string; name: string }

/**
 * Applies an overlay. By the server, since it takes a third of the time; `kubectl apply -k` at a terminal does the same, and
 * both may be used in turn. A Job cannot be changed: where one of an image that has not changed has to be another, the old
 * one is removed first. All of them may run any number of times.
 */
export async function applyOverlay(kubectl: Kubectl, folder: string): Promise<Applied[]> {
  const args = ['apply', '--server-side', '--force-conflicts', '--kustomize', folder]
  const apply = async () => readApplied(await kubectl(args))
  try {
    return await apply()
  } catch (error) {
    const jobs = error instanceof CommandError ? immutableJobs(error.stderr) : []
    if (jobs.length === 0) throw error
    await kubectl(['--namespace', namespace, 'delete', 'job', '--ignore-not-found', ...jobs])
    return apply()
  }
}

/** Lines such as `deployment.apps/auth serverside-applied`. */
export function readApplied(output: string): Applied[] {
  return output.split('\n').flatMap((line) => {
    const [, kind, name] = /^([a-z]+)[^/ ]*\/(\S+) /.exec(line) ?? []
    return kind && name ? [{ kind, name }] : []
  })
}

/** The Jobs that `kubectl apply` could not change. */
export function immutableJobs(stderr: string): string[] {
  const found = stderr.matchAll(/The Job "([^"]+)" is invalid:[^\n]*field is immutable/g)
  return [...new Set([...found].map(([, name]) => name!))]
}
