import type { NodeView, Place } from '../src/frame.ts'
import { Icon } from './icon.tsx'
import { type Plan, placeOf } from './place-tiles.ts'
import { Tile, type TileKeys } from './tile.tsx'
import { nodeTrouble, noteOf, pods, unseenOf } from './words.ts'

export type ShelfView = Omit<NodeView, 'role'> & {
  role: NodeView['role'] | 'none'
  kind: Place['kind']
  shortName: string
  /** Services that run in two versions now. */
  mixed: ReadonlySet<string>
}

type Props = {
  shelf: ShelfView
  plan: Plan
  rows: number
  rem: number
  tabStop: string | null
  keys: TileKeys
}

export function Shelf({ shelf, plan, rows, rem, tabStop, keys }: Props) {
  const trouble = nodeTrouble(shelf)
  return (
    <section class="shelf" aria-label={shelf.name} data-trouble={trouble !== null} data-role={shelf.role}>
      <div class="shelf-label">
        <h3>{shelf.shortName}</h3>
        <p>
          {pods(shelf.pods.length, shelf.kind)}
          {trouble !== null && (
            <span class="trouble">
              <Icon glyph="bang" />
              {trouble}
            </span>
          )}
        </p>
      </div>
      <div
        class="boards"
        style={{
          height: `${rows * plan.down}px`,
          '--tile-width': `${plan.tileWidth}px`,
          '--tile-height': `${plan.tileHeight}px`,
        }}
      >
        {Array.from({ length: rows }, (_, row) => (
          <div key={row} class="board" style={{ transform: `translateY(${(row + 1) * plan.down}px)` }} />
        ))}
        <ul>
          {shelf.pods.map((pod, index) => {
            const note = noteOf(pod, shelf.mixed.has(pod.service))
            return (
              <Tile
                key={pod.id}
                id={pod.id}
                service={pod.service}
                phase={pod.phase}
                note={note}
                unseen={unseenOf(pod, note, shelf.name)}
                {...placeOf(plan, index, rem)}
                isTabStop={pod.id === tabStop}
                keys={keys}
              />
            )
          })}
        </ul>
      </div>
    </section>
  )
}
