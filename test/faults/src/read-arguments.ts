/** What stands between the parenthesis at `open` and the one that closes it; parentheses in strings do not count. */
export function argumentsAt(text: string, open: number): string {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    const character = text[at]!
    if (`'"\``.includes(character)) at = endOfString(text, at)
    else if (character === '(') depth++
    else if (character === ')' && --depth === 0) return text.slice(open + 1, at)
  }
  return text.slice(open + 1)
}

/** The place of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === text[start]) return at
  }
  return text.length
}
