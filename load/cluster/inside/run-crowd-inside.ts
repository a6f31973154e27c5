import { appendFileSync } from 'node:fs'
import { UserError } from '@saleday/local/user-error'
import type { Crowd } from '../../src/run-crowd.ts'
import type { RunFiles } from '../../src/run-files.ts'
import type { Scenario } from '../../src/scenario.ts'
import { baseUrlInside } from './base-url.ts'
import type { CrowdCluster } from './crowd-cluster.ts'
import { crowdInputs } from './crowd-inputs.ts'
import { followRunner, type RunnerEnd } from './follow-runner.ts'
import { mergeJournals } from './merge-journals.ts'
import { prepareRunner } from './prepare-runner.ts'
import { type RunnerClient, runnerClient } from './runner-client.ts'
import { runnerForwards } from './runner-forwards.ts'
import { jobName, jobOf } from './runner-job.ts'
import { flawsOfStart, keepLog, settleRunners } from './settle-runners.ts'
import { startRunners } from './start-runners.ts'
import { tryAgain } from './try-again.ts'
import { type RunnerWatch, watchRunners } from './watch-runners.ts'

export type CrowdInsideParts = {
  cluster: CrowdCluster
  runId: string
  runners: number
  scenario: Scenario
  files: RunFiles
  loadDir: string
  /** Where the shop is for those inside; undefined: as the Gateway says. */
  url: string | undefined
  dirOf?: (index: number) => string
  say: (line: string) => void
}

/** Starts a crowd of several runners in the cluster. Their journals are written to that of the run while they grow. */
export function runCrowdInside(parts: CrowdInsideParts): Crowd {
  const { cluster, runId, runners, files, say } = parts
  const abandoned = new AbortController()
  const over = new AbortController()
  const signal = AbortSignal.any([abandoned.signal, over.signal])
  const flaws: string[] = []
  const merge = mergeJournals(runners, (lines) => appendFileSync(files.journal, lines))
  const indexes = Array.from({ length: runners }, (_, index) => index)
  const titleOf = (index: number): string => `runner ${index + 1} of ${runners}`
  let isRunning = false
  let timesAsked = 0
  let stopping: Promise<unknown> | undefined
  let clients: readonly RunnerClient[] = []

  async function run(): Promise<number | null> {
    const inputs = crowdInputs({ ...parts, baseUrl: baseUrlInside(await cluster.gateway(), parts.url) })
    await cluster.create(jobOf(await template(), parts))
    const watch = watchRunners(() => cluster.pods(runId))
    const forwards = runnerForwards(cluster.forward)
    try {
      clients = indexes.map((index) => runnerClient(() => forwards.urlOf(watch.of(index))))
      const preparing = clients.map((client, index) => {
        const title = titleOf(index)
        const pod = () => watch.of(index)
        return prepareRunner({ title, client, inputs: inputs[index]!, pod, logOf: cluster.log, signal })
      })
      await Promise.all(preparing)
      say(`${runners} ${runners === 1 ? 'runner is' : 'runners are'} ready in the cluster`)
      await startRunners(clients)
      isRunning = true
      const ends = await Promise.all(indexes.map((index) => follow(index, watch)))
      flaws.push(...flawsOfStart(merge.startedAt()))
      for (const index of indexes) await keepLogOf(index, watch)
      return settleRunners(ends, parts)
    } finally {
      isRunning = false
      // Where one cannot be prepared, the others are not waited for.
      over.abort()
      watch.stop()
      forwards.close()
    }
  }

  async function template() {
    const found = await cluster.template()
    if (found !== undefined) return found
    throw new UserError(
      'The cluster has no CronJob crowd, from which runners are made.',
      'Add the component k8s/components/load to its overlay and apply that; on kind: npm run kind:up',
    )
  }

  /** Where one is lost the crowd is not that of the plan any more: the others need not go on. */
  async function follow(index: number, watch: RunnerWatch): Promise<RunnerEnd> {
    const isStopping = () => stopping !== undefined
    const client = clients[index]!
    const end = await followRunner({ index, title: titleOf(index), client, watch, merge, isStopping, signal })
    flaws.push(...end.flaws)
    if (end.flaws.length > 0 && !isStopping()) {
      say(`${end.flaws.join('; ')}: the others are ended`)
      stopping = stopAll()
    }
    return end
  }

  /** Until it is heard, since a connection may break just then. Where k6 has ended by itself there is nobody to hear it. */
  const stopAll = (): Promise<unknown> =>
    Promise.all(clients.map((client) => tryAgain(client.stop, { times: 10, pauseMs: 500 }).catch(() => {})))

  async function keepLogOf(index: number, watch: RunnerWatch): Promise<void> {
    const pod = watch.of(index)
    if (pod !== undefined) await keepLog(`${titleOf(index)}, ${pod.name}`, cluster.log(pod.name), files)
  }

  async function remove(): Promise<void> {
    await cluster
      .removeAll()
      .catch((error: Error) =>
        say(`Job ${jobName(runId)} could not be removed, which the next run will do: ${error.message}`),
      )
  }

  const ended = run()
    .catch((error: unknown) => {
      if (abandoned.signal.aborted) return null
      throw error
    })
    .finally(remove)

  return {
    ended,
    flaws: () => flaws,
    stop() {
      timesAsked += 1
      if (isRunning && timesAsked === 1) stopping ??= stopAll()
      else abandoned.abort()
    },
  }
}
