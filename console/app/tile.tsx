import { Component } from 'preact'
import type { PodPhase } from '../src/frame.ts'
import { glyphOfPhase } from './glyphs.ts'
import { Icon } from './icon.tsx'
import { openPod } from './state.ts'

type Props = {
  id: string
  service: string
  phase: PodPhase
  /** Its second line, and what only those need to be told who do not see it. */
  note: string
  unseen: string
  x: number
  y: number
  isTabStop: boolean
  keys: TileKeys
}
/** The same for all tiles and all frames. */
export type TileKeys = { focused(id: string): void; pressed(event: KeyboardEvent, id: string): void }

/** One pod. Its place is a transform, so that it moves without the page being laid out again. Most tiles stay as they are in a frame. */
export class Tile extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return (Object.keys(next) as (keyof Props)[]).some((name) => next[name] !== this.props[name])
  }

  override render({ id, service, phase, note, unseen, x, y, isTabStop, keys }: Props) {
    return (
      <li class="tile" style={{ transform: `translate(${x}px, ${y}px)` }}>
        <button
          type="button"
          data-pod={id}
          data-service={service}
          data-phase={phase}
          aria-haspopup="dialog"
          style={{ '--letters': String(service.length) }}
          tabIndex={isTabStop ? 0 : -1}
          onFocus={() => keys.focused(id)}
          onKeyDown={(event) => keys.pressed(event, id)}
          onClick={() => {
            openPod.value = id
          }}
        >
          <span class="tile-name">{service}</span>{' '}
          <span class="tile-note">
            <Icon glyph={glyphOfPhase[phase]} />
            {note}
          </span>
          <span class="unseen">{unseen}</span>
        </button>
      </li>
    )
  }
}
