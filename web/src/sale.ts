/** From when to when the shop is on sale. */
export type Sale = { startsAt: Date; endsAt: Date }

const dayMs = 86_400_000

/** The whole day that it is now, in UTC. */
export function saleOfToday(now: Date): Sale {
  const startsAt = new Date(now).setUTCHours(0, 0, 0, 0)
  return { startsAt: new Date(startsAt), endsAt: new Date(startsAt + dayMs) }
}
