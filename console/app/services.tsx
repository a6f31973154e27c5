import { useRef } from 'preact/hooks'
import type { Point, ServiceView } from '../src/frame.ts'
import { binEnds, type Lines, serviceLines } from './bin-points.ts'
import type { Told } from './fold-frames.ts'
import { Icon } from './icon.tsx'
import { ServiceRow } from './service-row.tsx'

const binMs = 6_000

export function Services({ told: { frame, points } }: { told: Told }) {
  const shown = frame.services.filter(({ kind }) => kind !== 'store')
  const names = shown.map(({ name }) => name)
  const lines = useLines(names, points, frame.at)
  const stores = frame.services.filter(({ kind }) => kind === 'store')
  return (
    <section class="services" aria-labelledby="services">
      <div class="section-head">
        <h2 id="services">Services</h2>
        <p>lines: the last 10 minutes</p>
        <Stores stores={stores} />
      </div>
      <div class="service-heads" aria-hidden="true">
        <span>service</span>
        <span>ready</span>
        <span>requests/s</span>
        <span>p95</span>
        <span>errors/s</span>
        <span>autoscaler</span>
      </div>
      <ul class="service-rows">
        {shown.map((service) => (
          <ServiceRow
            key={service.name}
            service={service}
            lines={lines.get(service.name)!}
            bankFaults={service.kind === 'bank' ? frame.bankFaults : null}
          />
        ))}
      </ul>
    </section>
  )
}

/** Some of the lines with each frame, so that none draws them all: each is new every three seconds, and a bin is twice as long. */
function useLines(names: readonly string[], points: readonly Point[], at: number): ReadonlyMap<string, Lines> {
  const drawn = useRef(new Map<string, Lines>())
  const turn = Math.floor(at / 1000)
  const due = names.filter((name, index) => !drawn.current.has(name) || (turn + index) % 3 === 0)
  for (const [name, lines] of serviceLines(points, binEnds(at, binMs), due)) drawn.current.set(name, lines)
  return drawn.current
}

const Stores = ({ stores }: { stores: readonly ServiceView[] }) => (
  <ul class="stores" aria-label="Databases">
    {stores.map(({ name, wanted, ready }) => (
      <li key={name} data-short={ready < wanted}>
        <Icon glyph={ready < wanted ? 'bang' : 'drum'} />
        {name} {ready}/{wanted}
      </li>
    ))}
  </ul>
)
