import { box } from './chart-path.ts'
import type { Scale } from './chart-scale.ts'
import { type Html, html, raw } from './html.ts'

export type Mark = { path: string; class: string }
export type Legend = { class: string; says: string }

/**
 * A panel of the day: title, legend and plot. The drawing is stretched to the width of the page, and its words are HTML
 * around it, so that they stay readable on a phone.
 */
export function plot(parts: {
  title: string
  legend?: readonly Legend[]
  /** What a reader sees who does not see. */
  says: string
  height: number
  scale: Scale
  tick: (value: number) => string
  marks: readonly Mark[]
}): Html {
  const { title, legend = [], says, height, scale, tick, marks } = parts
  return html`<figure class="panel">
<figcaption><b>${title}</b>${legend.map(({ class: name, says: words }) => html`<span class="key"><i class="${name}"></i>${words}</span>`)}</figcaption>
<div class="plot" style="--height:${height}px">
${drawing(says, [...gridLines(scale), ...marks])}
<div class="y" aria-hidden="true">${scale.ticks.map((value) => html`<span style="bottom:${percent(scale.of(value))}">${tick(value)}</span>`)}</div>
</div></figure>
`
}

/** An SVG in the box of the paths; lines keep their width however it is stretched. */
export function drawing(says: string, marks: readonly Mark[]): Html {
  const paths = marks
    .filter(({ path }) => path !== '')
    .map(({ path, class: name }) => html`<path class="${name}" d="${path}"/>`)
  return html`<svg viewBox="0 0 ${box.width} ${box.height}" preserveAspectRatio="none" role="img" aria-label="${says}">${paths}</svg>`
}

function gridLines(scale: Scale): Mark[] {
  return scale.ticks.map((value) => ({ path: `M0 ${(1 - scale.of(value)) * box.height}H${box.width}`, class: 'grid' }))
}

const percent = (share: number): Html => raw(`${Math.round(share * 1000) / 10}%`)
