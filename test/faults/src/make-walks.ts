import type { Failpoint } from './list-failpoints.ts'
import type { Side } from './messages.ts'
import type { Place, Strike } from './referee.ts'
import type { Scenario } from './scenarios.ts'

export const sides: readonly Side[] = ['before', 'after']
const everywhere = ['kill', 'lose'] as const
/** `delay`: longer than a lease, so that another process goes on and this one comes too late. */
export const actions = [...everywhere, 'delay'] as const
const delayMs = 2_500
export const attempts = ['first', 'recovery'] as const

/** One cell of the matrix: what is struck in which scenario, and how. */
export type Walk = {
  failpoint: Failpoint
  scenario: Scenario
  side: Side
  action: (typeof actions)[number]
  attempt: (typeof attempts)[number]
  /** Which arrival of the scenario is struck. */
  nth: number
}

/** How often each scenario comes to each failpoint when nothing is struck. */
export type Recording = { scenario: Scenario; arrivals(place: Place): number }[]

/** Statements that decide, and mean something else each time. They are struck at every arrival in every scenario. */
const deciding: readonly string[] = ['order db.move_order', 'payment db.change']

/** Housekeeping, once a minute or when a process starts, in the middle of anything. */
export const ambient: readonly string[] = ['order db.prune_keys', 'payment db.forget-news']

export const nameOf = ({ service, name }: Failpoint): string => `${service} ${name}`

export const walkText = ({ failpoint, scenario, side, action, attempt, nth }: Walk): string =>
  `${nameOf(failpoint)} ${side}, ${action}, ${attempt}, in '${scenario.name}'${nth > 1 ? ` at arrival ${nth}` : ''}`

/** All of the matrix. @throws Error for a failpoint that no scenario comes to */
export function makeWalks(failpoints: readonly Failpoint[], recording: Recording): Walk[] {
  return failpoints
    .filter((failpoint) => !ambient.includes(nameOf(failpoint)))
    .flatMap((failpoint) =>
      scenesOf(failpoint, recording).flatMap((scene) => {
        const walks = sides.flatMap((side) =>
          everywhere.flatMap((action) =>
            attempts.map((attempt): Walk => ({ failpoint, ...scene, side, action, attempt })),
          ),
        )
        const late: Walk = { failpoint, ...scene, side: 'before', action: 'delay', attempt: 'first' }
        return deciding.includes(nameOf(failpoint)) ? [...walks, late] : walks
      }),
    )
}

function scenesOf(failpoint: Failpoint, recording: Recording): { scenario: Scenario; nth: number }[] {
  const aimed = recording.filter(({ scenario }) => scenario.aims?.includes(nameOf(failpoint)))
  const scenes = (aimed.length > 0 ? aimed : recording).flatMap(({ scenario, arrivals }) => {
    const times = Math.min(...sides.map((side) => arrivals({ ...failpoint, side })))
    return Array.from({ length: times }, (_, at) => ({ scenario, nth: at + 1 }))
  })
  if (scenes.length === 0)
    throw new Error(`no scenario comes to the failpoint ${nameOf(failpoint)}: add one to test/faults/src/scenarios.ts`)
  return deciding.includes(nameOf(failpoint)) ? scenes.filter(({ scenario }) => !scenario.first) : scenes.slice(0, 1)
}

/**
 * A part of the matrix: every failpoint at every of its arrivals, killed after the effect; and each once more where a
 * first attempt died before the effect and the answer of the second is lost. What decides is late once.
 */
export function quickPart(walks: readonly Walk[]): Walk[] {
  const recovered = new Set<string>()
  return walks.filter(({ failpoint, scenario, nth, side, action, attempt }) => {
    if (action === 'delay') return scenario.name === 'bought' && nth === 1
    if (side === 'before') return false
    if (action === 'kill' && attempt === 'first') return true
    if (action === 'kill' || attempt === 'first' || recovered.has(nameOf(failpoint))) return false
    return recovered.add(nameOf(failpoint))
  })
}

/** What a walk's scenario suffers, in this order. A recovery follows a first attempt that died before the effect. */
export function strikesOf({ failpoint, scenario, side, action, attempt, nth }: Walk): Strike[] {
  const first = scenario.first ?? []
  const struck: Strike = { ...failpoint, side, action: action === 'delay' ? { delayMs } : action }
  const strikes: Strike[] =
    attempt === 'first'
      ? [struck]
      : [{ ...failpoint, side: 'before', action: 'kill' }, ...(scenario.firstAgain ? first : []), struck]
  const passes = Array.from({ length: nth - 1 }, (): Strike => ({ ...strikes[0]!, action: 'pass' }))
  return [...first, ...passes, ...strikes]
}
