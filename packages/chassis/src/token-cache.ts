/**
 * What verified tokens said, until they expire: the signature of a token that was seen before is not checked again.
 * A revoked token stays good until it expires, which is why access tokens live ten minutes.
 */
export function tokenCache<T>(maxEntries = 20_000) {
  const entries = new Map<string, { value: T; expiresAtMs: number }>()
  return {
    get(token: string): T | undefined {
      const entry = entries.get(token)
      if (!entry) return undefined
      if (entry.expiresAtMs > Date.now()) return entry.value
      entries.delete(token)
      return undefined
    },
    /** @param expiresAt seconds since 1970, as `exp` has it */
    set(token: string, value: T, expiresAt: number): void {
      if (entries.size >= maxEntries) entries.delete(entries.keys().next().value!) // the oldest
      entries.set(token, { value, expiresAtMs: expiresAt * 1000 })
    },
  }
}
