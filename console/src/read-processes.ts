import { type ProcessDelta, processDeltas } from '@saleday/load/record-process-deltas'
import { type ProcessMetrics, readProcessMetrics } from '@saleday/load/record-process-metrics'
import { processReader } from '@saleday/load/record-read-process'
import { type Decided, readDecided } from './count-decided.ts'
import { newLives } from './new-lives.ts'
import type { SeenPod } from './seen.ts'

/** What the processes did since they were asked last, by the id of their pod; null where one did not answer, or nobody knows since when. */
export type Figures = ReadonlyMap<string, ProcessDelta | null>

/** What a process of order has decided since it started, and whether all of that is new to us. */
export type DecidedSoFar = Decided & { isNew: boolean }

/** The share of the time between two rounds that a process may take to answer. */
const answerShare = 0.7

type Read = { metrics: ProcessMetrics; decided: Decided | undefined }

/** Asks processes for their metrics. */
export function readProcesses(everyMs: number) {
  const reader = processReader(
    everyMs * answerShare,
    (text): Read => ({ metrics: readProcessMetrics(text), decided: readDecided(text) }),
  )
  const deltas = processDeltas()
  const lives = newLives()
  return {
    /** Asks all of them at once. @returns what each did, and what those of order have decided, by the life of a process */
    async round(
      pods: readonly SeenPod[],
      at: number,
    ): Promise<{ figures: Figures; decided: Map<string, DecidedSoFar> }> {
      const decided = new Map<string, DecidedSoFar>()
      lives.look(pods.map(lifeOf))
      const answers = await Promise.all(
        pods.map(async (pod): Promise<readonly [string, ProcessDelta | null]> => {
          const read = pod.adminUrl === null ? undefined : await reader.read(pod.adminUrl)
          if (read === undefined) return [pod.id, null]
          const life = lifeOf(pod)
          const since = lives.answered(life, at)
          if (read.decided !== undefined) decided.set(life, { ...read.decided, isNew: since !== 'unknown' })
          const delta = deltas.take(life, at, read.metrics)
          return [pod.id, since === 'unknown' ? null : (delta ?? null)]
        }),
      )
      deltas.endRound(at)
      return { figures: new Map(answers), decided }
    },
    close: reader.close,
  }
}

/** The next container of a pod counts from 0 again. */
const lifeOf = ({ id, restarts }: SeenPod): string => `${id} ${restarts}`
