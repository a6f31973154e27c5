import { setTimeout as delay } from 'node:timers/promises'
import { apiServices, type ServiceName } from '@saleday/local/parties'
import type { BankSwitch } from './bank-faults.ts'
import { busiest, type Chosen, drawn, type Patience, type ReadInFlight, usualPatience } from './choose-replica.ts'
import { readInFlight } from './in-flight.ts'
import { type ClusterEvent, isClusterAction, type PlannedEvent } from './planned-event.ts'
import type { Replica, Replicas, Strike } from './replicas.ts'

export type TimetableParts = {
  replicas: Replicas
  bank: BankSwitch
  /** What a cluster alone can do; missing where there is none. */
  cluster?: ClusterActions | undefined
  /** Of the crowd, now. */
  checkoutsInFlight: () => number
  readInFlight?: ReadInFlight
  patience?: Patience
}

/** Does what a cluster alone can do, as `Act`. */
export type ClusterActions = {
  act: Act<ClusterEvent>
  /** Puts back all that is not put back yet. */
  putBack(): Promise<void>
}

/** What goes with doing one thing of the timetable. */
export type Occasion = {
  /** Called right before it hits. */
  moment: () => void
  /** The run ends. */
  ending: AbortSignal
  /** A number from 0 up to 1 that the seed has drawn for this event. */
  draw: number
}
export type Act<E extends PlannedEvent> = (planned: E, occasion: Occasion) => Promise<Hit>

/** What an action has hit; `id` is null where there was nothing to hit. */
export type Hit = {
  id: string | null
  says: string
  inFlight: number | null
  details: Record<string, unknown>
  /** What was hit, where the plan does not say it, as a node. */
  service?: string
  isReplaced?: () => Promise<boolean>
  /** How long that may take; default a minute. */
  replacedWithinMs?: number
  /** Settles when what was done has been undone; with what is to be told of it then. */
  over?: Promise<Outcome | undefined>
}
export type Outcome = { says?: string; details?: Record<string, unknown> }

/** Does one thing of the timetable. */
export function actions({
  replicas,
  bank,
  cluster,
  checkoutsInFlight,
  readInFlight: read = readInFlight,
  patience = { ...usualPatience, everyMs: replicas.lookEveryMs ?? usualPatience.everyMs },
}: TimetableParts): Act<PlannedEvent> {
  type Of<K extends PlannedEvent['kind']> = Extract<PlannedEvent, { kind: K }>

  /** A process may end by itself between being listed and being hit: then another one is taken. */
  async function hitProcess(
    planned: Of<'kill'> | Of<'restart'> | Of<'evict'>,
    { moment, draw: chance }: Occasion,
  ): Promise<Hit> {
    const { kind, which } = planned
    const { service, ready, draw } = await readyOf(planned.service, chance)
    const candidates = [...ready]
    while (candidates.length > 0) {
      const chosen = await (which === 'seed'
        ? drawn(candidates, () => draw, read)
        : busiest(candidates, checkoutsInFlight, read, patience))
      if (chosen === undefined) break
      moment()
      const strike = await replicas[kind]?.(chosen.replica)
      if (strike !== undefined) {
        const more = { which, processes: ready.length }
        return { ...hitOf(strike, chosen, more, () => isReplaced(chosen.replica, ready.length)), service }
      }
      candidates.splice(candidates.indexOf(chosen.replica), 1)
    }
    moment()
    const none = `${strikeWords[kind]} ${service}: no process of it was there`
    return { id: null, says: none, inFlight: null, details: { which }, service }
  }

  /**
   * The processes of a service that are ready. Of `any`, one draw chooses the service, and what is left of it the process; where nothing is
   * left of that service at this moment, the next one is taken. web is not among them: the crowd asks nothing of it.
   */
  async function readyOf(service: ServiceName | 'any', draw: number) {
    const scaled = draw * apiServices.length
    const candidates =
      service === 'any'
        ? apiServices.map((_, index) => apiServices[(Math.floor(scaled) + index) % apiServices.length]!)
        : [service]
    for (const candidate of candidates) {
      const ready = (await replicas.list(candidate)).filter((replica) => replica.ready)
      if (ready.length > 0) return { service: candidate, ready, draw: service === 'any' ? scaled % 1 : draw }
    }
    return { service, ready: [], draw }
  }

  async function isReplaced(gone: Replica, before: number): Promise<boolean> {
    const now = await replicas.list(gone.service)
    return now.filter(({ life, ready }) => ready && life !== gone.life).length >= before
  }

  async function hitServer(server: 'postgres' | 'carts' | 'cache', { moment }: Occasion): Promise<Hit> {
    moment()
    const hit = await replicas.restartServer(server)
    if (hit === null) return { id: null, says: `${server} is not ours to restart`, inFlight: null, details: {} }
    return { id: hit.id, says: hit.says, inFlight: null, details: { ...hit.details }, isReplaced: hit.isBack }
  }

  /** On for a while, and off again, also when the run ends meanwhile. */
  async function hitBank({ faults, forMs }: Of<'bank'>, { moment, ending }: Occasion): Promise<Hit> {
    moment()
    await bank.set(faults)
    const kubectl = bank.command?.(faults)
    const words = Object.entries(faults).map(([fault, value]) => `${fault} ${String(value)}`)
    const over = delay(forMs, undefined, { signal: ending })
      .catch(() => undefined)
      .then(() => switchOff())
    return {
      id: 'bank',
      says: `the bank has ${words.join(', ') || 'no faults'} for ${forMs / 1000} s`,
      inFlight: null,
      details: { ...faults, forMs, ...(kubectl === undefined ? {} : { kubectl }) },
      over,
    }
  }

  /** Whatever ends a run: a bank that stays broken would break the next one. A bank that is not there has no faults. */
  async function switchOff(): Promise<undefined> {
    for (let attempt = 1; attempt <= 20; attempt++) {
      const isOff = await bank.set({}).then(
        () => true,
        () => false,
      )
      if (isOff) return
      await delay(250)
    }
  }

  return async (planned, occasion) => {
    if (planned.kind === 'bank') return await hitBank(planned, occasion)
    if (planned.kind === 'valkey') return await hitServer(planned.service, occasion)
    if (planned.kind === 'postgres') return await hitServer('postgres', occasion)
    if (!isClusterAction(planned)) return await hitProcess(planned, occasion)
    if (cluster === undefined) throw new Error('only a cluster can do that')
    return await cluster.act(planned, occasion)
  }
}

const strikeWords = { kill: 'SIGKILL to', restart: 'SIGTERM to', evict: 'eviction of' }

function hitOf(
  { how, details }: Strike,
  { replica, inFlight }: Chosen,
  more: Record<string, unknown>,
  isReplaced: () => Promise<boolean>,
): Hit {
  const flying = inFlight === null ? 'it did not say what was in flight' : `${inFlight} requests in flight`
  return {
    id: replica.id,
    says: `${how} ${replica.service}, ${replica.id} (${flying})`,
    inFlight,
    details: { ...more, ...details },
    isReplaced,
  }
}
