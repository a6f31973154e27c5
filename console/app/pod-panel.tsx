import { useEffect, useRef } from 'preact/hooks'
import type { Frame, PodView } from '../src/frame.ts'
import { BankSwitches } from './bank-switches.tsx'
import { Command } from './command.tsx'
import { commandsOf } from './commands.ts'
import { KillBox } from './kill-box.tsx'
import { token } from './operator.ts'
import { openPod } from './state.ts'
import { age, phaseMeaning, phaseWord, rate, shortName } from './words.ts'

/** What is known of one pod, beside its tile. The browser closes it on Escape or a click elsewhere, and gives the focus back. */
export function PodPanel({ frame }: { frame: Frame }) {
  const panel = useRef<HTMLDivElement>(null)
  const id = openPod.value
  useEffect(() => {
    const element = panel.current!
    if (id === null) return element.hidePopover()
    element.showPopover()
    placeBeside(element, id)
    element.querySelector('h2')?.focus({ preventScroll: true })
  }, [id])
  const found = id === null ? undefined : findPod(frame, id)
  return (
    <div
      class="panel"
      ref={panel}
      popover="auto"
      role="dialog"
      aria-labelledby="pod"
      onToggle={({ currentTarget }) => {
        // The browser tells it late: by then another pod's may be open.
        if (!currentTarget.matches(':popover-open')) openPod.value = null
      }}
    >
      {id !== null && (found === undefined ? <Gone /> : <Details {...found} frame={frame} />)}
    </div>
  )
}

const Gone = () => (
  <>
    <h2 id="pod" tabIndex={-1}>
      It is gone
    </h2>
    <p>Another one has taken its place, or soon will.</p>
  </>
)

function Details({ pod, node, frame }: { pod: PodView; node: string; frame: Frame }) {
  return (
    <>
      <h2 id="pod" tabIndex={-1} data-service={pod.service}>
        <span class="swatch" aria-hidden="true" />
        {pod.service} <span>{shortName(pod)}</span>
      </h2>
      <p class="panel-state">
        <strong>{phaseWord[pod.phase]}</strong>: {pod.reason ?? phaseMeaning[pod.phase]}
      </p>
      {token.value !== null && <KillBox key={pod.id} pod={pod} />}
      <Facts pod={pod} node={node} />
      {commandsOf(pod, frame.place).map(({ does, command }) => (
        <div key={command} class="panel-command">
          <h3>{does}</h3>
          <Command command={command} />
        </div>
      ))}
      {pod.service === 'bank' && <BankSwitches now={frame.bankFaults} place={frame.place} />}
    </>
  )
}

function Facts({ pod, node }: { pod: PodView; node: string }) {
  const facts: [string, string][] = [
    ['name', pod.name],
    ['on', node],
    ['age', age(pod.ageSeconds)],
    ['version', pod.version],
    ['restarts', String(pod.restarts)],
    ['cpu', pod.cpuPercent === null ? '–' : `${Math.round(pod.cpuPercent)} % of a core`],
    ['requests/s', rate(pod.requestsPerSecond)],
  ]
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function findPod({ nodes, unplaced }: Frame, id: string): { pod: PodView; node: string } | undefined {
  for (const { name, pods } of [...nodes, { name: 'no node yet', pods: unplaced }]) {
    const pod = pods.find((each) => each.id === id)
    if (pod !== undefined) return { pod, node: name }
  }
  return undefined
}

/** Under the tile where there is room, else over it; on a small screen the style sheet puts it at the bottom. */
function placeBeside(panel: HTMLElement, id: string): void {
  const tile = document.querySelector(`[data-pod="${CSS.escape(id)}"]`)?.getBoundingClientRect()
  if (tile === undefined) return
  const { width, height } = panel.getBoundingClientRect()
  const margin = 12
  const left = Math.min(Math.max(margin, tile.left), innerWidth - width - margin)
  const below = tile.bottom + margin
  const top =
    below + height + margin <= innerHeight ? below : Math.max(margin, Math.min(tile.top, innerHeight - height - margin))
  // Where it would lie upon its own tile it goes to a side of it.
  const covers = top < tile.bottom && left < tile.right
  const beside = tile.right + margin + width <= innerWidth ? tile.right + margin : tile.left - margin - width
  panel.style.setProperty('--left', `${covers ? Math.max(margin, beside) : left}px`)
  panel.style.setProperty('--top', `${top}px`)
}
