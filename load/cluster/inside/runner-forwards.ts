import type { Forward } from '../forward-port.ts'
import type { RunnerPod } from './runner-pod.ts'

export type RunnerForwards = {
  /** Where its runner program is, seen from here. */
  urlOf(pod: RunnerPod | undefined): Promise<string>
  close(): void
}

/** One forward for each pod, made when it is first asked for. */
export function runnerForwards(forward: (pod: string) => Promise<Forward>): RunnerForwards {
  const forwards = new Map<string, Promise<Forward>>()
  return {
    async urlOf(pod) {
      if (pod === undefined) throw new Error('the runner has no pod')
      const made = forwards.get(pod.name) ?? forward(pod.name)
      forwards.set(pod.name, made)
      const { host, port } = await made
      return `http://${host}:${port}`
    },
    close() {
      for (const made of forwards.values())
        made.then(
          (each) => each.close(),
          () => {},
        )
    },
  }
}
