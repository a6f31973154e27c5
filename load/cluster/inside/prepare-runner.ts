import { setTimeout as delay } from 'node:timers/promises'
import { UserError } from '@saleday/local/user-error'
import type { Inputs } from './crowd-inputs.ts'
import type { RunnerClient } from './runner-client.ts'
import type { RunnerPod } from './runner-pod.ts'

const everyMs = 300
const limitMs = 180_000

/** Of k6's states, the one in which all of its visitors stand ready and it waits to be told to begin. */
const pausedBeforeRun = 4

/** Gives a runner what it needs, and waits until its k6 could begin. @throws UserError that says what is in the way */
export async function prepareRunner(parts: {
  title: string
  client: Pick<RunnerClient, 'status' | 'sendInputs'>
  inputs: Inputs
  pod: () => RunnerPod | undefined
  logOf: (pod: string) => Promise<string>
  signal: AbortSignal
}): Promise<void> {
  const { title, client, inputs, pod, logOf, signal } = parts
  const startedAt = Date.now()
  for (;;) {
    const seen = pod()
    const ended = seen?.lost ?? (seen?.k6Ended && `k6 ended with ${seen.k6Ended.exitCode} (${seen.k6Ended.reason})`)
    if (seen !== undefined && ended !== undefined)
      throw new UserError(`${title} ended before the crowd came: ${ended}`, await logOf(seen.name).catch(() => ''))
    if (seen?.isUp && (await isReady(client, inputs).catch(() => false))) return
    if (Date.now() - startedAt > limitMs)
      throw new UserError(
        `${title} was not ready in ${limitMs / 60_000} minutes: ${seen?.waits ?? 'its pod takes too long to start'}`,
        'Look at it: kubectl --namespace saleday get pods --selector app.kubernetes.io/name=crowd',
      )
    await delay(everyMs, undefined, { signal })
  }
}

async function isReady(client: Pick<RunnerClient, 'status' | 'sendInputs'>, inputs: Inputs): Promise<boolean> {
  const { hasInputs, k6 } = await client.status()
  if (!hasInputs) await client.sendInputs(inputs)
  return k6?.status === pausedBeforeRun
}
