import { type Outcome, outcomes } from '../../src/measure-names.ts'
import type { Sample, Traffic } from '../../src/record-sample.ts'
import type { TimetableEvent } from '../../src/timetable-event.ts'
import { type Day, faultAt, lengthOf, shareAt } from './generated-day.ts'

const serviceNames = ['order', 'payment', 'product', 'cart', 'auth', 'bank']

/** What the recorder wrote, second by second. */
export function generatedSamples(day: Day): Sample[] {
  const { startAt, events, random } = day
  return Array.from({ length: lengthOf(day) + 2 }, (_, second): Sample => {
    const at = startAt + (second + 1) * 1000
    const load = shareAt(day, second) + 0.01
    const fault = faultAt(events, at - 500)
    const services = Object.fromEntries(
      serviceNames.map((name, index) => {
        const down = events.some(
          (event) =>
            event.hit !== null &&
            event.kind === 'kill' &&
            event.service === name &&
            at >= event.at &&
            at < event.at + 1300,
        )
        const wanted = name === 'bank' ? 1 : 2
        const traffic = trafficAt(load * [160, 95, 240, 130, 6, 90][index]!, load, fault, random)
        return [name, { wanted, ready: wanted - (down ? 1 : 0), processes: [], ...traffic }]
      }),
    )
    const crowd = {
      arrivals: 0,
      underWay: 0,
      failures: 0,
      firstAttemptErrors: 0,
      checkouts: Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>,
    }
    return {
      at,
      elapsedMs: at - startAt,
      services,
      shop: trafficAt(load * 631, load, fault, random),
      databases: { postgres: 22 * load, carts: 2 * load, cache: 1 * load },
      crowd,
      harnessCpuPercent: 6,
    }
  })
}

function trafficAt(
  requestsPerSecond: number,
  load: number,
  fault: TimetableEvent | undefined,
  random: () => number,
): Traffic {
  const slow = fault === undefined ? 1 : fault.kind === 'bank' ? 2 : 6
  const noise = (): number => 0.85 + random() * 0.3
  return {
    requestsPerSecond: requestsPerSecond * noise(),
    errorsPerSecond: fault === undefined || fault.kind === 'bank' ? 0 : Math.round(random() * 12),
    p50Ms: (2 + 3 * load) * noise(),
    p95Ms: (9 + 18 * load) * noise() * Math.sqrt(slow),
    p99Ms: (20 + 50 * load) * noise() * slow,
    cpuPercent: requestsPerSecond * 0.12 * noise(),
  }
}
