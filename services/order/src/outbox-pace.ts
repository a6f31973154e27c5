/**
 * How many rows of a kind may be under way: twice as many after one that was done, half as many after one that was not.
 * `isProbing` where hardly anything is done: the other side is away, and trying all that waits as fast as it can refuse
 * would take the time of checkouts.
 */
export function outboxPace({ least, most }: { least: number; most: number }) {
  let allowed = most
  let lastFailed = false
  return {
    get allowed() {
      return allowed
    },
    get isProbing() {
      return lastFailed && allowed === least
    },
    done() {
      lastFailed = false
      allowed = Math.min(most, allowed * 2)
    },
    failed() {
      lastFailed = true
      allowed = Math.max(least, Math.floor(allowed / 2))
    },
  }
}
