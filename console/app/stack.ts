import type { Bins } from './bin-points.ts'

/** Each line with those before it under it, the highest first: so drawn, one over the other, each shows its own part. */
export function stacked(lines: readonly Bins[]): Bins[] {
  const sums: Bins[] = []
  for (const line of lines) {
    const below = sums.at(-1)
    sums.push(line.map((value, index) => (value === null ? null : value + (below?.[index] ?? 0))))
  }
  return sums.toReversed()
}
