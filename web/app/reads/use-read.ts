import { useEffect } from 'preact/hooks'
import type { Known, Reads } from './reads.ts'

export type Reading<T> = Known<T> & {
  /** Nothing is known yet, and nothing has failed. */
  isLoading: boolean
  retry: () => void
}

type Options = { everyMs?: number }

/** What failed is asked for again after this, without being told. */
const againAfterMs = 10_000

/**
 * Reads by keys: at once what is known of each, and what is asked for now as soon as it is there. `everyMs` asks again and
 * again while the page is looked at.
 */
export function useReads<T>(reads: Reads, keys: readonly string[], { everyMs }: Options = {}): Reading<T>[] {
  const all = keys.map((key): Known<T> => reads.of<T>(key).value)
  const pauseMs = all.some(({ error }) => error !== undefined) ? againAfterMs : everyMs
  const together = keys.join('\n')

  useEffect(() => {
    for (const key of together.split('\n')) if (key !== '') reads.refresh(key)
  }, [reads, together])

  useEffect(() => {
    if (together === '' || pauseMs === undefined) return
    const askIfSeen = () => {
      if (document.visibilityState === 'visible') for (const key of together.split('\n')) reads.refresh(key)
    }
    const timer = setInterval(askIfSeen, pauseMs)
    addEventListener('online', askIfSeen)
    document.addEventListener('visibilitychange', askIfSeen)
    return () => {
      clearInterval(timer)
      removeEventListener('online', askIfSeen)
      document.removeEventListener('visibilitychange', askIfSeen)
    }
  }, [reads, together, pauseMs])

  return all.map((known, place) => ({
    ...known,
    isLoading: known.value === undefined && known.error === undefined,
    retry: () => void reads.refresh(keys[place]!),
  }))
}

/** Reads by one key. */
export const useRead = <T>(reads: Reads, key: string, options?: Options): Reading<T> =>
  useReads<T>(reads, [key], options)[0]!
