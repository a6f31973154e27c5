import { type Signal, useSignal } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import type { Frame, PodPhase, PodView } from '../src/frame.ts'
import { glyphOfPhase } from './glyphs.ts'
import { Icon } from './icon.tsx'
import { nextTile, type Spot } from './next-tile.ts'
import { type Plan, placeOf, planTiles } from './place-tiles.ts'
import { Shelf, type ShelfView } from './shelf.tsx'
import type { TileKeys } from './tile.tsx'
import { useRoom } from './use-room.ts'
import { nodeNames, phaseMeaning, phaseWord, pods } from './words.ts'

/** Nodes as shelves, with the pods on them. */
export function Rack({ frame }: { frame: Frame }) {
  const rack = useRef<HTMLDivElement>(null)
  const ruler = useRef<HTMLDivElement>(null)
  const before = useRef<Plan | undefined>(undefined)
  const room = useRoom(rack, ruler)
  const tabStop = useSignal<string | null>(null)
  const shelves = shelvesOf(frame)
  const all = shelves.flatMap((shelf) => shelf.pods)
  const plan =
    room === undefined
      ? undefined
      : planTiles(
          shelves.map((shelf) => shelf.pods.length),
          room,
          before.current,
        )
  before.current = plan
  const stop = all.some(({ id }) => id === tabStop.value) ? tabStop.value : (all[0]?.id ?? null)

  const keys = useKeys((from, key) => {
    const next = plan && nextTile(spotsOf(shelves, plan, room!.rem), from, key)
    if (next !== undefined) rack.current?.querySelector<HTMLElement>(`[data-pod="${CSS.escape(next)}"]`)?.focus()
    return next !== undefined
  }, tabStop)
  return (
    <section class="rack" aria-labelledby="rack">
      <div class="section-head">
        <h2 id="rack">{frame.place.kind === 'local' ? 'This machine' : 'Nodes'}</h2>
        <p>{pods(all.length, frame.place.kind)}</p>
        <Legend phases={new Set(all.map(({ phase }) => phase))} />
      </div>
      <p class="unseen">The arrow keys lead from one pod to the next.</p>
      <div class="shelves" ref={rack}>
        <div class="shelf ruler" aria-hidden="true">
          <div />
          <div class="boards">
            <div ref={ruler} />
          </div>
        </div>
        {plan !== undefined &&
          shelves.map((shelf, index) => (
            <Shelf
              key={shelf.name}
              shelf={shelf}
              plan={plan}
              rows={plan.rows[index]!}
              rem={room!.rem}
              tabStop={stop}
              keys={keys}
            />
          ))}
      </div>
    </section>
  )
}

/** What keys do on tiles: one object for all frames, so that tiles need not be drawn again for it. @param go false: nowhere */
function useKeys(go: (from: string, key: string) => boolean, tabStop: Signal<string | null>): TileKeys {
  const latest = useRef(go)
  latest.current = go
  return useMemo(
    () => ({
      focused(id) {
        tabStop.value = id
      },
      pressed(event, id) {
        if (latest.current(id, event.key)) event.preventDefault()
      },
    }),
    [tabStop],
  )
}

/** Every pod is without a node at first: a shelf for that would come and go all the time. */
const usualWaitSeconds = 3

function shelvesOf({ nodes, unplaced, place, services }: Frame): ShelfView[] {
  const mixed = new Set(services.filter(({ name }) => versionsOf(name, nodes).size > 1).map(({ name }) => name))
  const shortNames = nodeNames(nodes.map(({ name }) => name))
  const shelves = nodes.map((node, index) => ({ ...node, shortName: shortNames[index]!, kind: place.kind, mixed }))
  const waiting = unplaced.filter(({ ageSeconds }) => ageSeconds >= usualWaitSeconds)
  if (waiting.length === 0) return shelves
  return [
    ...shelves,
    {
      name: 'no node yet',
      shortName: 'no node yet',
      role: 'none',
      ready: true,
      takesPods: true,
      pods: waiting,
      kind: place.kind,
      mixed,
    },
  ]
}

const versionsOf = (service: string, nodes: Frame['nodes']): Set<string> =>
  new Set(
    nodes
      .flatMap(({ pods }) => pods.filter((pod) => pod.service === service && pod.phase !== 'killed'))
      .map(({ version }) => version),
  )

/** Where the tiles are on the page, in the order of the document. */
function spotsOf(shelves: readonly { pods: readonly PodView[] }[], plan: Plan, rem: number): Spot[] {
  let top = 0
  return shelves.flatMap(({ pods }, shelf) => {
    const above = top
    top += plan.rows[shelf]! * plan.down
    return pods.map(({ id }, index) => {
      const { x, y } = placeOf(plan, index, rem)
      return { id, x, y: above + y }
    })
  })
}

const phases: readonly PodPhase[] = ['pending', 'starting', 'ready', 'unready', 'draining', 'killed', 'failed']

const Legend = ({ phases: present }: { phases: ReadonlySet<PodPhase> }) => (
  <ul class="legend" aria-label="States of a pod">
    {phases.map((phase) => (
      <li key={phase} data-phase={phase} data-present={present.has(phase)} title={phaseMeaning[phase]}>
        <span class="legend-tile" aria-hidden="true">
          <Icon glyph={glyphOfPhase[phase]} />
        </span>
        {phaseWord[phase]}
      </li>
    ))}
  </ul>
)
