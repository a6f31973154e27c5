import type uPlot from 'uplot'
import type { TimelineEvent } from '../src/frame.ts'
import { glyphOfEvent, glyphPath } from './glyphs.ts'

/** `glyphSize`: in pixels of the page. */
type Look = { ink: string; quiet: string; band: string; glyphSize: number }

/** Events as lines with their signs over the plot, and as bands for as long as they lasted. Drawn under the values. */
export function drawMarks(plot: uPlot, events: readonly TimelineEvent[], { ink, quiet, band, glyphSize }: Look): void {
  const { ctx, bbox } = plot
  const scale = devicePixelRatio
  const right = bbox.left + bbox.width
  let lastGlyph = Number.NEGATIVE_INFINITY
  ctx.save()
  // The dashes of the line drawn last are still set.
  ctx.setLineDash([])
  for (const event of events) {
    const x = plot.valToPos(event.at / 1000, 'x', true)
    const end = event.endedAt === null ? x : plot.valToPos(event.endedAt / 1000, 'x', true)
    if (end < bbox.left || x > right || Number.isNaN(x)) continue
    const from = Math.max(x, bbox.left)
    // A sale day lasts as long as the plot: its band would lie under all others and say nothing.
    if (event.kind !== 'run') fillBand(ctx, band, from, Math.min(end, right), bbox)
    if (x < bbox.left) continue
    ctx.strokeStyle = event.by === 'seen' ? quiet : ink
    ctx.lineWidth = (event.by === 'seen' ? 1 : 1.5) * scale
    line(ctx, x, bbox.top - 2 * scale, bbox.top + bbox.height)
    // Two signs in one place would be none.
    if (x - lastGlyph < (glyphSize + 3) * scale) continue
    lastGlyph = x
    sign(ctx, glyphPath(glyphOfEvent[event.kind]), x, bbox.top - (glyphSize + 3) * scale, glyphSize * scale)
  }
  ctx.restore()
}

/** However few they are among many: a line through all of the plot. `seconds` are ends of bins. */
export function drawFailures(plot: uPlot, seconds: readonly number[], accent: string): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.setLineDash([])
  ctx.strokeStyle = accent
  ctx.lineWidth = 4 * devicePixelRatio
  for (const second of seconds) {
    const x = plot.valToPos(second, 'x', true)
    if (x >= bbox.left && x <= bbox.left + bbox.width) line(ctx, x, bbox.top, bbox.top + bbox.height)
  }
  ctx.restore()
}

function fillBand(
  ctx: CanvasRenderingContext2D,
  fill: string,
  from: number,
  to: number,
  { top, height }: uPlot.BBox,
): void {
  ctx.fillStyle = fill
  ctx.fillRect(from, top, Math.max(0, to - from), height)
}

function line(ctx: CanvasRenderingContext2D, x: number, from: number, to: number): void {
  ctx.beginPath()
  ctx.moveTo(x, from)
  ctx.lineTo(x, to)
  ctx.stroke()
}

function sign(ctx: CanvasRenderingContext2D, path: string, x: number, y: number, size: number): void {
  const factor = size / 16
  ctx.save()
  ctx.translate(x - 8 * factor, y)
  ctx.scale(factor, factor)
  ctx.lineWidth = 2
  ctx.lineCap = 'round'
  ctx.lineJoin = 'round'
  ctx.stroke(new Path2D(path))
  ctx.restore()
}
