import { createHash } from 'node:crypto'

/** An answer as it goes out. */
export type Answer = { body: Buffer; etag: string }
export type CachedAnswer = Answer & {
  /** When the database gave it, by the wall clock: other processes read it too. */
  loadedAt: number
  /** Until when this process gives it without asking. */
  freshUntil: number
}

export type ByteCache = ReturnType<typeof byteCache>

/** A strong ETag: equal bytes, equal tag, whichever process made them. */
export const etagOf = (body: Buffer): string =>
  `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

// What an entry costs beside its body: key, tag, the map's slot.
const overheadBytes = 512

/** Answers by key. Past its size in bytes it forgets those that have not been asked for longest. */
export function byteCache(maxBytes: number) {
  const entries = new Map<string, CachedAnswer>() // a Map keeps the order of insertion: the first is the oldest
  let bytes = 0

  function remove(key: string): void {
    const entry = entries.get(key)
    if (!entry) return
    entries.delete(key)
    bytes -= entry.body.byteLength + overheadBytes
  }

  return {
    get(key: string): CachedAnswer | undefined {
      const entry = entries.get(key)
      if (!entry) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry
    },
    set(key: string, entry: CachedAnswer): void {
      remove(key)
      entries.set(key, entry)
      bytes += entry.body.byteLength + overheadBytes
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) break
        remove(oldest)
      }
    },
    keys: (): string[] => [...entries.keys()],
    clear(): void {
      entries.clear()
      bytes = 0
    },
    get bytes() {
      return bytes
    },
  }
}
