/** Numbers and words of the live view, in as few columns as they need. */

const counts = new Intl.NumberFormat('en')
export const count = (value: number): string => counts.format(value)

export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

/** `12 ms`, `1.4 s`; a dash where nothing was measured. */
export function wait(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 10) return `${ms.toFixed(1)} ms`
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
}

export function rate(perSecond: number | null): string {
  if (perSecond === null) return '–'
  return perSecond < 100 ? perSecond.toFixed(1) : count(Math.round(perSecond))
}

/** `1:05` */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** The escape sequence of a colour. */
const colour = '\\u001b\\[[\\d;]*m'
const colourHere = new RegExp(colour, 'y')
const colours = new RegExp(colour, 'g')

/** A line of at most so many columns. Colours take none, and are ended where a line is cut. */
export function fit(line: string, columns: number): string {
  let visible = 0
  let at = 0
  while (at < line.length) {
    colourHere.lastIndex = at
    const found = colourHere.exec(line)
    if (found !== null) {
      at += found[0].length
      continue
    }
    if (visible === columns - 1 && visibleLength(line.slice(at)) > 1) return `${line.slice(0, at)}…\x1b[0m`
    visible += 1
    at += 1
  }
  return line
}

export const visibleLength = (line: string): number => line.replaceAll(colours, '').length
