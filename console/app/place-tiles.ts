/** Where pods stand on their shelves. Pure: lengths in pixels, and no look at the document. */

export type Room = {
  /** Of a shelf. */
  width: number
  /** Of all shelves together; null where the page may grow. */
  height: number | null
  rem: number
}

export type Plan = {
  columns: number
  tileWidth: number
  tileHeight: number
  /** From one tile to the next, across and down. */
  across: number
  down: number
  /** Of each shelf. */
  rows: readonly number[]
}

/** In rem. A tile must hold the name of a service; wider than the widest it looks empty. */
const narrowest = 4.4
const widest = 11
/** Where the page may grow there is no reason to be narrow. */
const usual = 5.6
const gap = 0.45
/** Under each row a board, and over it some air: less where there is no room. */
export const boardRem = 0.32
const air = 0.5
const leastAir = 0.22
/** A tile is flat, and has two lines of letters. */
const highest = 4.4
const lowest = 1.9
/** Between two shelves. */
export const shelfGapRem = 0.55

/**
 * The largest tiles with which so many pods on each shelf fit into the room.
 * @param before the plan of the last frame: tiles change their size only where they must, or where it is worth it
 */
export function planTiles(counts: readonly number[], room: Room, before?: Plan): Plan {
  const columnsOf = (rems: number): number => Math.max(1, Math.floor((room.width / room.rem + gap) / (rems + gap)))
  if (room.height === null) return planWith(columnsOf(usual), counts, room)
  const most = columnsOf(narrowest)
  let best = planWith(columnsOf(widest), counts, room)
  while (best.columns < most && heightOf(best, room.rem) > room.height) best = planWith(best.columns + 1, counts, room)
  if (heightOf(best, room.rem) > room.height) return lowered(best, room.height, room.rem)
  if (before === undefined || before.columns <= best.columns || before.columns > most) return best
  return best.columns > before.columns * 0.7 ? planWith(before.columns, counts, room) : best
}

/** With lower tiles and less between them, as far as it goes. */
function lowered(plan: Plan, height: number, rem: number): Plan {
  const rows = plan.rows.reduce((sum, each) => sum + each, 0)
  const down = Math.floor((height - (plan.rows.length - 1) * shelfGapRem * rem) / rows)
  const tileHeight = Math.max(lowest * rem, Math.min(plan.tileHeight, down - (boardRem + leastAir) * rem))
  return { ...plan, tileHeight, down: Math.max(down, Math.ceil(tileHeight + (boardRem + leastAir) * rem)) }
}

function planWith(columns: number, counts: readonly number[], { width, rem }: Room): Plan {
  const tileWidth = Math.min(widest * rem, Math.floor((width - (columns - 1) * gap * rem) / columns))
  const tileHeight = Math.round(Math.min(highest * rem, Math.max(2.5 * rem, tileWidth * 0.42)))
  return {
    columns,
    tileWidth,
    tileHeight,
    across: tileWidth + gap * rem,
    down: Math.round(tileHeight + (boardRem + air) * rem),
    rows: counts.map((count) => Math.max(1, Math.ceil(count / columns))),
  }
}

/** Of all shelves together. */
export const heightOf = ({ rows, down }: Plan, rem: number): number =>
  rows.reduce((sum, each) => sum + each * down, 0) + Math.max(0, rows.length - 1) * shelfGapRem * rem

/** Of the tile of that index, from its shelf's upper left corner. Tiles stand on their board. */
export function placeOf({ columns, across, down, tileHeight }: Plan, index: number, rem: number) {
  const row = Math.floor(index / columns)
  return { x: (index % columns) * across, y: row * down + (down - boardRem * rem - tileHeight) }
}
