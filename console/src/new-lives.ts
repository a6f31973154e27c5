/** So long after its last answer a process counts as one that was not asked before. */
const forgottenMs = 60_000

/**
 * Tells since when the totals of a process are news. One that was there before us has done what it has done; that it is slow to answer
 * for the first time makes it no new one.
 */
export function newLives() {
  let first: ReadonlySet<string> | undefined
  const answers = new Map<string, number>()
  return {
    /** All that there are, whether they answer or not. */
    look(lives: readonly string[]): void {
      if (lives.length > 0) first ??= new Set(lives)
    },
    /** @returns since what its totals are told: since its last answer, or its start; `unknown`: they are a base for the next answer */
    answered(life: string, at: number): 'answer' | 'start' | 'unknown' {
      const last = answers.get(life)
      answers.set(life, at)
      if (last !== undefined) return at - last < forgottenMs ? 'answer' : 'unknown'
      return first?.has(life) === true ? 'unknown' : 'start'
    },
  }
}
