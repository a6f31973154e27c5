import type { V1CronJob, V1Job } from '@kubernetes/client-node'
import { arrivals } from '../../src/arrivals.ts'
import { lengthSeconds, type Scenario } from '../../src/scenario.ts'

export const crowdName = 'crowd'
/** On all that is made for a run: what is left of it can be found. */
export const runLabel = 'saleday.example/run'

/** Visitors of a scenario take this much of k6's memory each, measured, and as much again while it collects garbage. */
const bytesPerVisitor = 1_700_000
/** k6 itself, with what the crowd knows. */
const ownBytes = 200 * 2 ** 20

/** Preparations, and the time that the last visitors may take. */
const beforeAndAfterSeconds = 900

/** The Job of one run from its template in the cluster: a name of its own, so many runners, and memory for the visitors of each. */
export function jobOf(template: V1CronJob, run: { runId: string; runners: number; scenario: Scenario }): V1Job {
  const { runId, runners, scenario } = run
  const { metadata, spec } = template.spec?.jobTemplate ?? {}
  if (spec === undefined) throw new Error(`the CronJob ${crowdName} is no template of a Job`)
  const labels = { 'app.kubernetes.io/name': crowdName, [runLabel]: runId }
  const job = structuredClone(spec)
  const pod = job.template
  pod.metadata = { ...pod.metadata, labels: { ...pod.metadata?.labels, ...labels } }
  const k6 = pod.spec?.containers.find(({ name }) => name === 'k6')
  if (k6 === undefined) throw new Error(`the CronJob ${crowdName} has no container k6`)
  const mebibytes = memoryMebibytes(scenario, runners)
  k6.resources = {
    ...k6.resources,
    requests: { ...k6.resources?.requests, memory: `${mebibytes}Mi` },
    limits: { ...k6.resources?.limits, memory: `${2 * mebibytes}Mi` },
  }
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: jobName(runId), labels: { ...metadata?.labels, ...labels } },
    spec: {
      ...job,
      completions: runners,
      parallelism: runners,
      // A crowd whose sale day is gone ends by itself.
      activeDeadlineSeconds: Math.ceil(lengthSeconds(scenario)) + beforeAndAfterSeconds,
    },
  }
}

export const jobName = (runId: string): string => `${crowdName}-${runId}`

/** All visitors stand ready from the start, spread over the runners. */
export function memoryMebibytes(scenario: Scenario, runners: number): number {
  const visitors = Object.values(arrivals(scenario)).reduce((sum, { maxVUs }) => sum + maxVUs, 0)
  return Math.ceil((ownBytes + (visitors / runners) * bytesPerVisitor) / 2 ** 20)
}
