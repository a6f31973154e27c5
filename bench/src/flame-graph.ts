import type { Frame, Origin } from './call-tree.ts'

const width = 1_400
const rowHeight = 18
/** Below this a frame could not be seen. */
const leastWidth = 0.7
const pixelsPerLetter = 6.2
const top = 34
/** Each of them carries black text. */
const colours: Record<Origin, string> = { shop: '#f6a05c', library: '#f3d36b', node: '#8fcf9a', engine: '#b9bfc9' }

/**
 * A flame graph as one SVG file: the wider a frame the more of the time it was under way, its callees above it in the order
 * of their names. After Brendan Gregg, https://www.brendangregg.com/flamegraphs.html
 */
export function flameGraph(root: Frame, title: string): string {
  const boxes: string[] = []
  let deepest = 0
  const draw = (frame: Frame, x: number, depth: number): void => {
    const wide = (width * frame.totalUs) / root.totalUs
    if (wide < leastWidth) return
    deepest = Math.max(deepest, depth)
    boxes.push(box(frame, x, depth, wide, root.totalUs))
    let at = x
    for (const callee of frame.callees.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      draw(callee, at, depth + 1)
      at += (width * callee.totalUs) / root.totalUs
    }
  }
  draw(root, 0, 0)
  const height = top + (deepest + 1) * rowHeight
  const legend = Object.entries(colours)
    .map(([origin, colour], at) => {
      const x = width - 90 * (4 - at)
      return `<rect x="${x}" y="8" width="12" height="12" fill="${colour}"/><text x="${x + 17}" y="18">${origin}</text>`
    })
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, monospace" font-size="11">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="#fff"/><text x="6" y="20" font-size="14">${escaped(title)}</text>${legend}
<g transform="translate(0 ${height}) scale(1 -1)">
${boxes.join('\n')}
</g>
</svg>
`
}

/** Drawn from below; the text is turned back. */
function box({ name, place, origin, totalUs }: Frame, x: number, depth: number, wide: number, allUs: number): string {
  const y = depth * rowHeight
  const letters = Math.floor((wide - 6) / pixelsPerLetter)
  const shown = letters < 3 ? '' : name.length <= letters ? name : `${name.slice(0, letters - 1)}…`
  const label =
    shown && `<text transform="translate(${(x + 3).toFixed(1)} ${y + 5}) scale(1 -1)">${escaped(shown)}</text>`
  const share = ((100 * totalUs) / allUs).toFixed(1)
  return `<g><title>${escaped(`${name} ${place}: ${share} %`)}</title><rect x="${x.toFixed(1)}" y="${y}" width="${wide.toFixed(1)}" height="${rowHeight - 1}" fill="${colours[origin]}" stroke="#fff" stroke-width=".5"/>${label}</g>`
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
