import type { Deadline } from './context.ts'

/** A request that waits for its answer. */
export type Watched = { lateAt: number; answerLate: () => void }

/** Time past its deadline after which a request is answered for its handler. */
const graceMs = 1_000
const lookEveryMs = 100

/** Answers for handlers that do not. One timer for all: a timer for each request costs as much as finding its route. */
export function lateAnswers() {
  const waiting = new Set<Watched>()
  let timer: NodeJS.Timeout | undefined

  function look(): void {
    const now = performance.now()
    for (const watched of waiting) {
      if (now < watched.lateAt) continue
      waiting.delete(watched)
      watched.answerLate()
    }
    if (waiting.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    watch(deadline: Deadline, answerLate: () => void): Watched {
      const watched: Watched = { lateAt: performance.now() + deadline.remainingMs() + graceMs, answerLate }
      waiting.add(watched)
      timer ??= setInterval(look, lookEveryMs).unref()
      return watched
    },
    forget(watched: Watched): void {
      waiting.delete(watched)
    },
  }
}
