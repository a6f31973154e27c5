import type { Pod } from '../src/watch-pods.ts'
import { run } from './target.ts'

/**
 * SIGKILL to every process of a pod's container, by its node: no preStop, no SIGTERM, nothing that the kubelet would do
 * first. (From within the container the kernel would not let it reach the first process.)
 */
export async function killWithoutNotice(pod: Pod): Promise<void> {
  const id = pod.status.containerStatuses?.[0]?.containerID?.replace(/^.*:\/\//, '')
  if (!id) throw new Error(`${pod.metadata.name} has no container yet`)
  // A process's cgroup names its container, under version 1 and 2 of cgroups alike. The shell names it too, in its arguments only.
  const script = `for file in $(grep -l "$1" /proc/[0-9]*/cgroup 2>/dev/null); do
    pid=\${file#/proc/}; kill -9 "\${pid%/cgroup}" && echo killed; done`
  const output = await run('docker', ['exec', pod.spec.nodeName!, 'sh', '-c', script, 'kill', id], {
    timeoutMs: 20_000,
  })
  if (!output.includes('killed'))
    throw new Error(`no process of ${pod.metadata.name} was found on ${pod.spec.nodeName}`)
}
