import { setTimeout as delay } from 'node:timers/promises'
import type { Figures } from '../../src/figures.ts'
import type { JournalMerge } from './merge-journals.ts'
import type { RunnerClient } from './runner-client.ts'
import type { RunnerPod } from './runner-pod.ts'
import { tryAgain } from './try-again.ts'
import type { RunnerWatch } from './watch-runners.ts'

/** How a runner has ended. */
export type RunnerEnd = {
  figures: Figures | undefined
  /** Why the crowd was smaller than planned, or its journal is not complete. */
  flaws: string[]
}

export type FollowOptions = { pauseMs: number; silenceMs: number; triesForFigures: number }

/** k6's exit code when it was told to stop. */
const stoppedCode = 103

/** Longer than this without a word, and whatever is away stays away. */
const mostSilenceMs = 600_000

const defaults: FollowOptions = { pauseMs: 200, silenceMs: 60_000, triesForFigures: 10 }

/**
 * Fetches the journal of a runner while it grows, to its last byte. A connection that breaks is made again, from the byte where it
 * broke. A runner that says nothing for a while is lost, if it is not the cluster that says nothing.
 */
export async function followRunner(
  parts: {
    index: number
    title: string
    client: Pick<RunnerClient, 'journal' | 'figures' | 'end'>
    watch: Pick<RunnerWatch, 'of' | 'isFresh'>
    merge: JournalMerge
    isStopping: () => boolean
    signal: AbortSignal
  },
  options: Partial<FollowOptions> = {},
): Promise<RunnerEnd> {
  const { index, title, client, watch, merge, signal } = parts
  const { pauseMs, silenceMs, triesForFigures } = { ...defaults, ...options }
  const fetchFigures = (): Promise<Figures | undefined> =>
    tryAgain(client.figures, { times: triesForFigures, pauseMs: 5 * pauseMs, signal }).then(
      (figures) => figures as Figures | undefined,
      () => undefined,
    )
  let heardAt = Date.now()
  let silentMs = 0
  for (;;) {
    const askedAt = Date.now()
    // As it was before its journal is read: what k6 had written when it ended is in what is read now.
    const pod = watch.of(index)
    const size = await readOn().catch(() => undefined)
    if (size !== undefined) {
      heardAt = Date.now()
      silentMs = 0
      if (pod?.k6Ended !== undefined && merge.taken(index) === size) return await endWell(pod.k6Ended)
    } else {
      if (pod?.lost !== undefined) return gone(pod, pod.lost)
      if (watch.isFresh()) silentMs += Date.now() - askedAt + pauseMs
      if (silentMs > silenceMs || Date.now() - heardAt > mostSilenceMs)
        return gone(pod, `it has said nothing for ${Math.round((Date.now() - heardAt) / 1000)} s`)
    }
    await delay(pauseMs, undefined, { signal })
  }

  async function readOn(): Promise<number> {
    const { bytes, size } = await client.journal(merge.taken(index))
    merge.take(index, bytes)
    return size
  }

  function gone(pod: RunnerPod | undefined, why: string): RunnerEnd {
    return {
      figures: undefined,
      flaws: [
        `${title} (${pod?.name ?? 'without a pod'} on ${pod?.node ?? 'no node'}) was lost: ${why}. Its part of the crowd was missing from then on, and so is what it had not told yet`,
      ],
    }
  }

  async function endWell({ exitCode, reason }: NonNullable<RunnerPod['k6Ended']>): Promise<RunnerEnd> {
    const isMeant = exitCode === 0 || (exitCode === stoppedCode && parts.isStopping())
    const figures = await fetchFigures()
    await client.end().catch(() => {})
    return {
      figures,
      flaws: [
        ...(isMeant ? [] : [`${title} ended with ${exitCode} (${reason}): its log is in k6.log`]),
        ...(merge.unfinished(index) === 0 ? [] : [`the last line of the journal of ${title} has no end`]),
        ...(figures !== undefined || !isMeant ? [] : [`${title} left no figures`]),
      ],
    }
  }
}
