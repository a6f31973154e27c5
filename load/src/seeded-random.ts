/** Numbers from 0 up to, not including, 1: the same for the same words, whichever visitor draws them when. */
export function seededRandom(...words: readonly (string | number)[]): () => number {
  let state = hash(words.join(' '))
  // Mulberry32: 32 bits of state are plenty for choosing products, and it is three lines long.
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number of the range, both ends included. */
export function wholeNumber(random: () => number, range: { least: number; most: number }): number {
  return range.least + Math.floor(random() * (range.most - range.least + 1))
}

export function oneOf<T>(random: () => number, things: readonly T[]): T {
  const thing = things[Math.floor(random() * things.length)]
  if (thing === undefined) throw new Error('there is nothing to choose from')
  return thing
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 0
}
