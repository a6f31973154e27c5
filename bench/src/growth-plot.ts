export type Curve = {
  title: string
  measured: readonly { replicas: number; perSecond: number }[]
  simulated: readonly { replicas: number; perSecond: number }[]
  /** The rate at which PostgreSQL is full. */
  limit: number
}

const size = { width: 420, height: 300, left: 62, right: 16, top: 42, bottom: 44 }

/** Curves side by side as one SVG file: measured points, the simulated line, and the line of what never gets in its own way. */
export function growthPlot(curves: readonly Curve[]): string {
  const width = size.width * curves.length
  const panels = curves.map((curve, at) => `<g transform="translate(${at * size.width} 0)">${panel(curve)}</g>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${size.height}" width="${width}" height="${size.height}" font-family="system-ui, sans-serif" font-size="12">
<title>Answers a second by number of replicas, measured and simulated</title>
<style>
  .paper { fill: #fff } text { fill: #1f2328 } .quiet { fill: #59636e } .grid { stroke: #d1d9e0 }
  .ideal, .limit { stroke: #59636e; stroke-dasharray: 4 4 } .simulated { stroke: #0969da; fill: none; stroke-width: 2 } .measured { fill: #bc4c00 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 } text { fill: #f0f6fc } .quiet { fill: #9198a1 } .grid { stroke: #3d444d }
    .ideal, .limit { stroke: #9198a1 } .simulated { stroke: #4493f8 } .measured { fill: #f0883e }
  }
</style>
<rect class="paper" width="100%" height="100%"/>
${panels.join('\n')}
</svg>
`
}

function panel({ title, measured, simulated, limit }: Curve): string {
  const points = [...measured, ...simulated]
  const one = simulated[0]!
  const most = Math.max(...points.map(({ replicas }) => replicas))
  const highest = Math.max(...points.map(({ perSecond }) => perSecond), Math.min(limit, one.perSecond * most)) * 1.5
  const lowest = Math.min(...points.map(({ perSecond }) => perSecond)) / 1.5
  const x = (replicas: number) =>
    size.left + (size.width - size.left - size.right) * (Math.log(replicas) / Math.log(most))
  const y = (perSecond: number) =>
    size.height -
    size.bottom -
    (size.height - size.top - size.bottom) * (Math.log(perSecond / lowest) / Math.log(highest / lowest))
  const place = ({ replicas, perSecond }: { replicas: number; perSecond: number }) =>
    `${x(replicas).toFixed(1)},${y(perSecond).toFixed(1)}`
  const columns = powersOf(4, 1, most).map(
    (replicas) =>
      `<line class="grid" x1="${x(replicas).toFixed(1)}" x2="${x(replicas).toFixed(1)}" y1="${size.top}" y2="${size.height - size.bottom}"/><text x="${x(replicas).toFixed(1)}" y="${size.height - size.bottom + 16}" text-anchor="middle">${replicas}</text>`,
  )
  const rows = powersOf(10, lowest, highest).map(
    (perSecond) =>
      `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${y(perSecond).toFixed(1)}" y2="${y(perSecond).toFixed(1)}"/><text x="${size.left - 6}" y="${(y(perSecond) + 4).toFixed(1)}" text-anchor="end">${perSecond.toLocaleString('en')}</text>`,
  )
  const untilFull = Math.min(most, limit / one.perSecond)
  const ideal = `<polyline class="ideal" fill="none" points="${place(one)} ${place({ replicas: untilFull, perSecond: one.perSecond * untilFull })}"/>`
  const full =
    limit > highest
      ? ''
      : `<line class="limit" x1="${size.left}" x2="${size.width - size.right}" y1="${y(limit).toFixed(1)}" y2="${y(limit).toFixed(1)}"/><text class="quiet" x="${size.left + 6}" y="${(y(limit) - 6).toFixed(1)}">PostgreSQL is full at ${Math.round(limit).toLocaleString('en')}/s</text>`
  const dots = measured.map((point) => {
    const [cx, cy] = place(point).split(',')
    return `<circle class="measured" cx="${cx}" cy="${cy}" r="4"><title>${point.replicas}: ${point.perSecond.toFixed(1)}/s measured</title></circle>`
  })
  return [
    `<text x="${size.left}" y="18" font-size="14" font-weight="600">${title}</text>`,
    `<text class="quiet" x="${size.left}" y="34">a second; dots measured, line simulated</text>`,
    ...columns,
    ...rows,
    `<text class="quiet" x="${(size.left + size.width - size.right) / 2}" y="${size.height - 8}" text-anchor="middle">replicas</text>`,
    ideal,
    full,
    `<polyline class="simulated" points="${simulated.map(place).join(' ')}"/>`,
    ...dots,
  ].join('\n')
}

function powersOf(base: number, least: number, most: number): number[] {
  const powers: number[] = []
  for (let power = 1; power <= most; power *= base) if (power >= least) powers.push(power)
  return powers
}
