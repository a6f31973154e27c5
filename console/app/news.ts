/** How fresh what the page shows is. */
export type News = { state: 'first' | 'live' | 'stale'; says: string }

/** A frame comes each second: so many without one are a silence and not a hiccup. */
export const silenceMs = 5_000

/** @param silentMs since the last frame came; null before the first */
export function newsOf(silentMs: number | null): News {
  if (silentMs === null) return { state: 'first', says: 'connecting' }
  if (silentMs < silenceMs) return { state: 'live', says: 'live' }
  return { state: 'stale', says: `no news for ${lengthOf(silentMs)}, reconnecting` }
}

/** `5 s`, `2 min`. */
function lengthOf(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`
}
