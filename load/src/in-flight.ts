/** `http_requests_in_flight` of a process, from the text of its /metrics; null where it says nothing. */
export function inFlightOf(metrics: string): number | null {
  const found = metrics.match(/^http_requests_in_flight(?:\{[^}]*\})? (\d+(?:\.\d+)?)$/gm)
  return found === null ? null : found.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}

/** Asks a process how many requests it is at work on; null where it does not say. */
export async function readInFlight(adminUrl: string, timeoutMs = 500): Promise<number | null> {
  try {
    const response = await fetch(`${adminUrl}/metrics`, { signal: AbortSignal.timeout(timeoutMs) })
    return response.ok ? inFlightOf(await response.text()) : null
  } catch {
    return null
  }
}
