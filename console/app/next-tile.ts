/** The middle of a tile. */
export type Spot = { id: string; x: number; y: number }

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Where a key leads to from a tile; undefined where there is nothing, or for another key. */
export function nextTile(spots: readonly Spot[], from: string, key: string): string | undefined {
  if (key === 'Home') return spots[0]?.id
  if (key === 'End') return spots.at(-1)?.id
  const direction = directions[key]
  const start = spots.find(({ id }) => id === from)
  if (direction === undefined || start === undefined) return undefined
  const [right, below] = direction
  let nearest: { id: string; far: number } | undefined
  for (const { id, x, y } of spots) {
    const along = (x - start.x) * right + (y - start.y) * below
    const beside = Math.abs((x - start.x) * below) + Math.abs((y - start.y) * right)
    // To the sides only along the row; up and down to the nearest of the next row.
    if (along < 1 || (right !== 0 && beside > 1)) continue
    const far = right !== 0 ? along : along * 1000 + beside
    if (nearest === undefined || far < nearest.far) nearest = { id, far }
  }
  return nearest?.id
}
