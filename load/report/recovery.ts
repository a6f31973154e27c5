/**
 * How long after an event customers noticed it: until the first second, counted from the event, without a failed first
 * attempt of any request. 0: nobody did.
 * @returns null where the run ended before such a second
 */
export function recoveredMs(at: number, firstErrors: readonly number[], endAt: number): number | null {
  const badSeconds = new Set(firstErrors.filter((error) => error >= at).map((error) => Math.floor((error - at) / 1000)))
  let second = 0
  while (badSeconds.has(second)) second += 1
  return at + (second + 1) * 1000 <= endAt || badSeconds.size === 0 ? second * 1000 : null
}
