/**
 * What a customer typed, in the one form that is searched and cached: spelled alike, nothing invisible in it, and words
 * joined by a hyphen apart, since each of them is in the index.
 */
export const searchWords = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{C}\s]+/gu, ' ')
    .replace(/(?<=[\p{L}\p{N}])-(?=[\p{L}\p{N}])/gu, ' ')
    .trim()

/**
 * The last word, which may be half typed, and the words before it. None after a sign that means something else to the
 * search: an open quotation, a minus, an `or`.
 */
export function lastWord(words: string): { before: string; prefix: string } | undefined {
  const match = /(?:^|\s)([\p{L}\p{N}]+)$/u.exec(words)
  if (!match?.[1] || match[1] === 'or' || words.split('"').length % 2 === 0) return undefined
  return { before: words.slice(0, match.index), prefix: match[1] }
}
