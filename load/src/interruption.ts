/** Ctrl-C, SIGTERM and a terminal that goes away, counted instead of obeyed: what runs ends in good order first. */
export type Interruption = {
  /** How often it was asked for. */
  times(): number
  /** Called each time from now on, until the function that it gives is called. */
  onAsked(listener: (times: number) => void): () => void
}

export function listenForInterruption(): Interruption {
  let times = 0
  const listeners = new Set<(times: number) => void>()
  const asked = (): void => {
    times += 1
    for (const listener of listeners) listener(times)
  }
  process.on('SIGINT', asked).on('SIGTERM', asked).on('SIGHUP', asked)
  return {
    times: () => times,
    onAsked(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
