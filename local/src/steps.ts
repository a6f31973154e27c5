/** Says what is being done and when it was done, in plain lines. */
export type Steps = {
  say(line: string): void
  /** Runs one step and says how long it took. */
  step<T>(what: string, work: () => Promise<T> | T): Promise<T>
  seconds(): string
}

export function createSteps(write: (line: string) => void, startedAt = performance.now()): Steps {
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1)
  const say = (line: string) => write(`${seconds().padStart(5)} s  ${line}`)
  return {
    say,
    seconds,
    async step(what, work) {
      const from = performance.now()
      const result = await work()
      say(`${what} (${Math.round(performance.now() - from)} ms)`)
      return result
    },
  }
}
