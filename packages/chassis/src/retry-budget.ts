/**
 * Lets retries be a bounded share of calls, so that they cannot multiply the load on a service that is failing
 * (Google's SRE book, "Handling Overload": 10 %).
 */
export function retryBudget({ share = 0.1, burst = 20 } = {}) {
  let tokens = burst
  return {
    /** A first attempt earns a part of a retry. */
    earn(): void {
      tokens = Math.min(burst, tokens + share)
    },
    /** True if a retry is allowed now; it is then paid for. */
    spend(): boolean {
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
