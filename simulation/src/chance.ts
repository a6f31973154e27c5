/** Chance that depends on the seed and on what is asked, and on nothing else. */
export type Chance = {
  /** The luck of whatever the label names, when it comes up for the n-th time. */
  of(label: string): Luck
}

export type Luck = {
  /** A number from 0 up to 1. */
  number(): number
  /** Does something of this probability happen? */
  happens(probability: number): boolean
  between(from: number, to: number): number
}

/**
 * Luck of its own for each label: when fast-check leaves a step of a history out, the others keep theirs, so that a failure
 * stays the same failure while it is made smaller.
 */
export function chance(seed: number): Chance {
  const asked = new Map<string, number>()
  return {
    of(label) {
      const times = (asked.get(label) ?? 0) + 1
      asked.set(label, times)
      return luckFrom(hashOf(label, seed, times))
    },
  }
}

function hashOf(label: string, seed: number, times: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(times, 0xc2b2ae35)
  for (let at = 0; at < label.length; at++) hash = Math.imul(hash ^ label.charCodeAt(at), 0x01000193)
  return hash
}

/** Counts up and mixes the bits: enough for chance, and the same everywhere. */
function luckFrom(start: number): Luck {
  let state = start
  function number(): number {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
  }
  return {
    number,
    happens: (probability) => number() < probability,
    between: (from, to) => from + (to - from) * number(),
  }
}
