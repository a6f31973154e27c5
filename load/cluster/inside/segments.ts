/** What k6 reads from its `--config`, so that this one makes one part of the crowd: the parts are disjoint, and together are all of it. */
export type Segment = { executionSegment: string; executionSegmentSequence: string }

/** The parts of a crowd that this many runners make. */
export function segmentsOf(runners: number): Segment[] {
  const ends = Array.from({ length: runners + 1 }, (_, index) => fraction(index, runners))
  return ends.slice(1).map((end, index) => ({
    executionSegment: `${ends[index]}:${end}`,
    executionSegmentSequence: ends.join(','),
  }))
}

/** As k6 writes them: never rounded. */
const fraction = (part: number, of: number): string => (part === 0 ? '0' : part === of ? '1' : `${part}/${of}`)
