import { type Signal, signal } from '@preact/signals'

/** What is known of something that was asked for: its last value, and the error when asking last failed. */
export type Known<T> = { value?: T; error?: unknown; atMs?: number }

export type Reads = ReturnType<typeof createReads>

const maximumKept = 200

/** Answers by their keys, kept for as long as the page: whoever goes back sees at once what was there. */
export function createReads<Key extends string>(ask: (key: Key) => Promise<unknown>, nowMs: () => number = Date.now) {
  const kept = new Map<Key, Signal<Known<unknown>>>()
  const underWay = new Map<Key, Promise<void>>()

  function of<T>(key: Key): Signal<Known<T>> {
    const found = kept.get(key) ?? signal<Known<unknown>>({})
    // Asked for last, it is forgotten last.
    kept.delete(key)
    kept.set(key, found)
    for (const oldest of kept.keys()) {
      if (kept.size <= maximumKept) break
      kept.delete(oldest)
    }
    return found as Signal<Known<T>>
  }

  async function askFor(key: Key, known: Signal<Known<unknown>>): Promise<void> {
    try {
      known.value = { value: await ask(key), atMs: nowMs() }
    } catch (error) {
      known.value = { ...known.value, error }
    }
  }

  return {
    of,
    /** Asks now; whoever asks meanwhile waits for the same answer. */
    refresh(key: Key): Promise<void> {
      const asked = underWay.get(key) ?? askFor(key, of(key)).finally(() => underWay.delete(key))
      underWay.set(key, asked)
      return asked
    },
    /** Another customer must not see it. */
    forgetAll(): void {
      kept.clear()
      underWay.clear()
    },
  }
}
