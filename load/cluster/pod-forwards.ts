import { type Forward, forwardPort, type Join } from './forward-port.ts'
import type { ClusterView } from './watch-cluster.ts'

export type PodForwards = {
  /** A port of this machine that leads to that port of the pod, for as long as the pod is there; also to its next container. */
  to(pod: string, port: number): Promise<Forward>
  close(): void
}

export function podForwards(
  join: (pod: string, port: number) => Join,
  view: Pick<ClusterView, 'onChange'>,
): PodForwards {
  const forwards = new Map<string, Map<number, Promise<Forward>>>()
  const drop = (pod: string): void => {
    for (const forward of forwards.get(pod)?.values() ?? [])
      forward.then(
        (each) => each.close(),
        () => {},
      )
    forwards.delete(pod)
  }
  const forget = view.onChange((change) => {
    if (change.k === 'pod' && change.state === 'gone') drop(change.name)
  })
  return {
    to(pod, port) {
      const ofPod = forwards.get(pod) ?? new Map<number, Promise<Forward>>()
      forwards.set(pod, ofPod)
      const forward = ofPod.get(port) ?? forwardPort(join(pod, port))
      ofPod.set(port, forward)
      return forward
    },
    close() {
      forget()
      for (const pod of [...forwards.keys()]) drop(pod)
    },
  }
}
