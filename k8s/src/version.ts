/** Compares the first version number in each text; one that has none is a build of somebody's own, and never too old. */
export function isOlder(text: string, minimum: string): boolean {
  const [version, least] = [numbersOf(text), numbersOf(minimum)]
  if (version === undefined || least === undefined) return false
  const index = version.findIndex((number, place) => number !== least[place])
  return index !== -1 && version[index]! < least[index]!
}

function numbersOf(text: string): number[] | undefined {
  return /\bv?(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number)
}
