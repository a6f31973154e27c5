import type { RunnerPod } from '../runner-pod.ts'

/** A runner whose program is at work, and whose k6 has not ended. */
export const runnerUp: RunnerPod = {
  index: 0,
  name: 'crowd-run-0-x',
  node: 'worker',
  isUp: true,
  k6Ended: undefined,
  lost: undefined,
  waits: undefined,
}
