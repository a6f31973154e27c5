import type { LiveState } from './live-frame.ts'
import { phaseAt } from './live-phase.ts'
import { clock, count, plural, rate, wait } from './live-text.ts'
import { outcomes } from './measure-names.ts'

/** The live view as one line, for logs: `0:45 plateau  30.2 checkouts/s  712 requests/s  p99 48 ms  1,204 confirmed …`. */
export function plainLine(state: LiveState): string {
  const { elapsedMs, crowd, sample } = state
  if (elapsedMs === undefined) return '     the crowd is on its way'
  const told = outcomes.filter((outcome) => crowd.checkouts[outcome] > 0)
  const missing = Object.entries(sample?.services ?? {}).filter(([, { ready, wanted }]) => ready < wanted)
  return [
    `${clock(elapsedMs).padStart(5)} ${phaseAt(state.scenario.phases, elapsedMs).name}`,
    `${rate(state.arrivalsPerSecond)} checkouts/s`,
    `${rate(sample?.shop.requestsPerSecond ?? null)} requests/s, p99 ${wait(sample?.shop.p99Ms ?? null)}`,
    told.length === 0
      ? 'no checkout answered yet'
      : told.map((outcome) => `${count(crowd.checkouts[outcome])} ${outcome.replace('_', ' ')}`).join(', '),
    `${plural(crowd.failures, 'other failure')}, ${plural(crowd.firstAttemptErrors, 'first attempt')} failed`,
    ...(missing.length === 0
      ? []
      : [missing.map(([name, { ready, wanted }]) => `${name} ${ready} of ${wanted} ready`).join(', ')]),
  ].join('  ')
}
