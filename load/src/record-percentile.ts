import type { Bucket } from './record-process-metrics.ts'

/**
 * The time that a share of the requests did not exceed, from the counts of a histogram: within its bucket a request
 * is taken to lie anywhere.
 * @returns null where there were none
 */
export function percentileMs(buckets: readonly Bucket[], share: number): number | null {
  const total = buckets.at(-1)?.count ?? 0
  if (total <= 0) return null
  const rank = share * total
  let lower = { atMostSeconds: 0, count: 0 }
  for (const bucket of buckets) {
    if (bucket.count >= rank && bucket.count > lower.count) return within(lower, bucket, rank) * 1000
    lower = bucket
  }
  return null
}

/** Past the last bound nothing is known but that it was longer: the bound itself is given. */
function within(lower: Bucket, upper: Bucket, rank: number): number {
  if (upper.atMostSeconds === Number.POSITIVE_INFINITY) return lower.atMostSeconds
  const part = (rank - lower.count) / (upper.count - lower.count)
  return lower.atMostSeconds + (upper.atMostSeconds - lower.atMostSeconds) * part
}

/** The counts of several histograms with the same bounds as one. */
export function addBuckets(histograms: readonly (readonly Bucket[])[]): Bucket[] {
  const sums = new Map<number, number>()
  for (const { atMostSeconds, count } of histograms.flat())
    sums.set(atMostSeconds, (sums.get(atMostSeconds) ?? 0) + count)
  return [...sums]
    .map(([atMostSeconds, count]) => ({ atMostSeconds, count }))
    .sort((a, b) => a.atMostSeconds - b.atMostSeconds)
}
