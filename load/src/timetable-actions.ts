import { setTimeout as delay } from 'node:timers/promises'
import type { BankSwitch } from './bank-faults.ts'
import { busiest, type Chosen, drawn, type Patience, type ReadInFlight } from './choose-replica.ts'
import { readInFlight } from './in-flight.ts'
import type { PlannedEvent } from './planned-event.ts'
import type { Replica, Replicas } from './replicas.ts'

export type TimetableParts = {
  replicas: Replicas
  bank: BankSwitch
  random: () => number
  /** Of the crowd, now. */
  checkoutsInFlight: () => number
  readInFlight?: ReadInFlight
  patience?: Patience
}

/** What an action has hit; `id` is null where there was nothing to hit. */
export type Hit = {
  id: string | null
  says: string
  inFlight: number | null
  details: Record<string, unknown>
  isReplaced?: () => Promise<boolean>
  /** Settles when what was done has been undone. */
  over?: Promise<void>
}

/** Does one thing of the timetable. It calls `moment` right before it hits. */
export function actions({
  replicas,
  bank,
  random,
  checkoutsInFlight,
  readInFlight: read = readInFlight,
  patience,
}: TimetableParts) {
  type Of<K extends PlannedEvent['kind']> = Extract<PlannedEvent, { kind: K }>

  /** A process may end by itself between being listed and being hit: then another one is taken. */
  async function hitProcess(planned: Of<'kill'> | Of<'restart'>, moment: () => void): Promise<Hit> {
    const { kind, service, which } = planned
    const name = kind === 'kill' ? 'SIGKILL' : 'SIGTERM'
    const ready = (await replicas.list(service)).filter((replica) => replica.ready)
    const candidates = [...ready]
    while (candidates.length > 0) {
      const chosen = await (which === 'seed'
        ? drawn(candidates, random, read)
        : busiest(candidates, checkoutsInFlight, read, patience))
      if (chosen === undefined) break
      moment()
      if (await replicas[kind](chosen.replica)) {
        return hitOf(name, chosen, { which, processes: ready.length }, () => isReplaced(chosen.replica, ready.length))
      }
      candidates.splice(candidates.indexOf(chosen.replica), 1)
    }
    moment()
    return { id: null, says: `${name} to ${service}: no process of it was there`, inFlight: null, details: { which } }
  }

  async function isReplaced(gone: Replica, before: number): Promise<boolean> {
    const now = await replicas.list(gone.service)
    return now.filter(({ id, ready }) => ready && id !== gone.id).length >= before
  }

  async function hitServer(server: 'postgres' | 'carts' | 'cache', moment: () => void): Promise<Hit> {
    moment()
    const hit = await replicas.restartServer(server)
    if (hit === null) return { id: null, says: `${server} is not ours to restart`, inFlight: null, details: {} }
    return { id: hit.id, says: hit.says, inFlight: null, details: {}, isReplaced: hit.isBack }
  }

  /** On for a while, and off again, also when the run ends meanwhile. */
  async function hitBank({ faults, forMs }: Of<'bank'>, moment: () => void, ending: AbortSignal): Promise<Hit> {
    moment()
    await bank.set(faults)
    const words = Object.entries(faults).map(([fault, value]) => `${fault} ${String(value)}`)
    const over = delay(forMs, undefined, { signal: ending })
      .catch(() => undefined)
      .then(() => switchOff())
    return {
      id: 'bank',
      says: `the bank has ${words.join(', ') || 'no faults'} for ${forMs / 1000} s`,
      inFlight: null,
      details: { ...faults, forMs },
      over,
    }
  }

  /** Whatever ends a run: a bank that stays broken would break the next one. A bank that is not there has no faults. */
  async function switchOff(): Promise<void> {
    for (let attempt = 1; attempt <= 20; attempt++) {
      const isOff = await bank.set({}).then(
        () => true,
        () => false,
      )
      if (isOff) return
      await delay(250)
    }
  }

  return async (planned: PlannedEvent, moment: () => void, ending: AbortSignal): Promise<Hit> => {
    if (planned.kind === 'kill' || planned.kind === 'restart') return await hitProcess(planned, moment)
    if (planned.kind === 'bank') return await hitBank(planned, moment, ending)
    if (planned.kind === 'valkey') return await hitServer(planned.service, moment)
    return await hitServer('postgres', moment)
  }
}

function hitOf(
  name: string,
  { replica, inFlight }: Chosen,
  details: Record<string, unknown>,
  isReplaced: () => Promise<boolean>,
): Hit {
  const flying = inFlight === null ? 'it did not say what was in flight' : `${inFlight} requests in flight`
  return {
    id: replica.id,
    says: `${name} to ${replica.service}, ${replica.id} (${flying})`,
    inFlight,
    details,
    isReplaced,
  }
}
