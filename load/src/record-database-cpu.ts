/** Turns CPU seconds since a server's start into percent of one core since the last look. */
export function databaseCpu() {
  let last: { at: number; seconds: Readonly<Record<string, number>> } | undefined
  return {
    /** @returns null for a server that was not there at the last look, or was started anew since */
    take(at: number, seconds: Readonly<Record<string, number>>): Record<string, number | null> {
      const before = last
      last = { at, seconds }
      return Object.fromEntries(
        Object.entries(seconds).map(([server, total]) => {
          const former = before?.seconds[server]
          if (before === undefined || former === undefined || total < former || at <= before.at) return [server, null]
          return [server, Math.round(((total - former) / (at - before.at)) * 1e7) / 100]
        }),
      )
    },
  }
}
