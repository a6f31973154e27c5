import { BankFaults } from '@saleday/contracts/bank'
import { services } from '@saleday/local/parties'
import { z } from 'zod'
import type { PlannedEvent } from './planned-event.ts'
import { lengthSeconds, plateau, type Range, type Scenario } from './scenario.ts'

/** A scenario as its file has it, and how it is read from there. */

const secondsIn: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60 }

/** `20s`, `1.5m`, `500ms`; milliseconds when read. */
const Time = z
  .string('must be a time such as 20s')
  .regex(/^\d+(\.\d+)?(ms|s|m)$/, 'must be a time such as 20s')
  .transform((text) => {
    const [, amount, unit = 's'] = /^([\d.]+)(ms|s|m)$/.exec(text) ?? []
    return Math.round(Number(amount) * (secondsIn[unit] ?? 1) * 1000)
  })

const range = (least: number, most: number) =>
  z
    .tuple([z.int().min(least).max(most), z.int().min(least).max(most)], 'must be two whole numbers, as in [1, 3]')
    .refine(([from, to]) => from <= to, 'the first number must not be above the second')
    .transform(([from, to]): Range => ({ least: from, most: to }))

const Phase = z
  .strictObject({
    name: z.string().min(1),
    for: Time.refine((ms) => ms >= 100, 'must be 100ms or longer'),
    rate: z.number().min(0).max(100),
  })
  .transform((phase) => ({ name: phase.name, seconds: phase.for / 1000, share: phase.rate }))

const oneOf = <T extends string>(words: readonly T[]) =>
  z.enum(words as readonly [T, ...T[]], `must be one of: ${words.join(', ')}`)

const Which = oneOf(['in-flight', 'seed']).default('in-flight')

/** `worker`, or the name of one. */
const Node = z.string().regex(/^[a-z0-9.-]+$/, 'must be worker, or the name of a node')

const Settings = z
  .record(z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of a setting'), z.string('must be text, in quotes'))
  .refine((set) => Object.keys(set).length > 0, 'must hold a setting')

const shapes = {
  kill: z
    .strictObject({
      at: Time,
      kill: oneOf([...services, 'any']),
      which: Which,
      every: Time.refine((ms) => ms >= 100, 'must be 100ms or longer').optional(),
      until: Time.optional(),
    })
    .refine(({ every, until }) => (every === undefined) === (until === undefined), 'every and until go together')
    .transform(({ at, kill, which, every, until }): FileEvent => {
      const repeat = every === undefined || until === undefined ? {} : { repeat: { everyMs: every, untilMs: until } }
      return { atMs: at, kind: 'kill', service: kill, which, ...repeat }
    }),
  restart: z
    .strictObject({ at: Time, restart: oneOf(services), which: Which })
    .transform(({ at, restart, which }): PlannedEvent => ({ atMs: at, kind: 'restart', service: restart, which })),
  bank: z.strictObject({ at: Time, bank: z.strictObject({ ...BankFaults.shape, for: Time }) }).transform(
    ({ at, bank: { for: forMs, ...faults } }): PlannedEvent => ({
      atMs: at,
      kind: 'bank',
      faults: Object.fromEntries(Object.entries(faults).filter(([, value]) => value !== false && value !== 0)),
      forMs,
    }),
  ),
  valkey: z
    .strictObject({ at: Time, valkey: oneOf(['carts', 'cache']) })
    .transform((event): PlannedEvent => ({ atMs: event.at, kind: 'valkey', service: event.valkey })),
  postgres: z
    .strictObject({ at: Time, postgres: oneOf(['restart']) })
    .transform((event): PlannedEvent => ({ atMs: event.at, kind: 'postgres' })),
  evict: z
    .strictObject({ at: Time, evict: oneOf(services), which: Which })
    .transform(({ at, evict, which }): PlannedEvent => ({ atMs: at, kind: 'evict', service: evict, which })),
  rollout: z
    .strictObject({ at: Time, rollout: oneOf(services), to: z.string().min(1).optional() })
    .transform(({ at, rollout, to = null }): PlannedEvent => ({ atMs: at, kind: 'rollout', service: rollout, to })),
  'bad-rollout': z.strictObject({ at: Time, 'bad-rollout': oneOf(services), for: Time }).transform(
    (event): PlannedEvent => ({
      atMs: event.at,
      kind: 'bad-rollout',
      service: event['bad-rollout'],
      forMs: event.for,
    }),
  ),
  config: z
    .strictObject({ at: Time, config: oneOf(services), set: Settings })
    .transform(({ at, config, set }): PlannedEvent => ({ atMs: at, kind: 'config', service: config, set })),
  scale: z
    .strictObject({ at: Time, scale: oneOf(services), to: z.int().min(1).max(1000) })
    .transform(({ at, scale, to }): PlannedEvent => ({ atMs: at, kind: 'scale', service: scale, to })),
  drain: z.strictObject({ at: Time, drain: Node, for: Time.optional() }).transform(
    (event): PlannedEvent => ({
      atMs: event.at,
      kind: 'drain',
      node: event.drain,
      forMs: event.for ?? null,
    }),
  ),
  uncordon: z
    .strictObject({ at: Time, uncordon: Node })
    .transform((event): PlannedEvent => ({ atMs: event.at, kind: 'uncordon', node: event.uncordon })),
  'stop-node': z.strictObject({ at: Time, 'stop-node': Node, for: Time.optional() }).transform(
    (event): PlannedEvent => ({
      atMs: event.at,
      kind: 'stop-node',
      node: event['stop-node'],
      forMs: event.for ?? null,
    }),
  ),
  'start-node': z
    .strictObject({ at: Time, 'start-node': Node })
    .transform((event): PlannedEvent => ({ atMs: event.at, kind: 'start-node', node: event['start-node'] })),
} as const
const kinds = Object.keys(shapes) as (keyof typeof shapes)[]

/** As a file has it: once, or every so often until a time of the run. */
type FileEvent = PlannedEvent & { repeat?: { everyMs: number; untilMs: number } }

/** Which kind of event it is, its keys tell: so the message is about that kind, and not about all of them. */
const Event = z
  .record(z.string(), z.unknown(), 'must be an event such as { at: 10s, kill: order }')
  .transform((value, context): FileEvent => {
    const named = kinds.filter((kind) => Object.hasOwn(value, kind))
    const kind = named[0]
    if (kind === undefined || named.length > 1) {
      context.addIssue({ code: 'custom', message: `must name one of: ${kinds.join(', ')}` })
      return z.NEVER
    }
    const checked = shapes[kind].safeParse(value)
    if (checked.success) return checked.data
    for (const issue of checked.error.issues) context.addIssue(issue as z.core.$ZodRawIssue<never>)
    return z.NEVER
  })

const share = z.number().min(0).max(20).default(0)

export const ScenarioFile = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]+$/, 'must be of small letters, digits and hyphens'),
    says: z.string().min(1),
    checkoutsPerSecond: z.number().min(0.1).max(1000),
    least: z.strictObject({ checkoutsPerSecond: z.number().min(0), othersPerCheckout: z.number().min(0) }),
    phases: z.array(Phase).min(1),
    journeys: z.strictObject({
      browse: share,
      search: share,
      cart: share,
      checkout: share,
      history: share,
      doorbuster: share,
    }),
    thinkMs: range(0, 60_000).default({ least: 200, most: 800 }),
    productsPerOrder: range(1, 10).default({ least: 1, most: 3 }),
    unitsPerProduct: range(1, 20).default({ least: 1, most: 2 }),
    declinedShare: z.number().min(0).max(1).default(0.05),
    doorbuster: z
      .strictObject({ stock: z.int().min(1).max(500).default(500), expect: oneOf(['sold-out']).optional() })
      .default({ stock: 500 }),
    late: oneOf(['allowed']).optional(),
    events: z.array(Event).default([]),
  })
  .superRefine((file, context) => {
    const say = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    const seconds = lengthSeconds(file)
    file.events.forEach(({ atMs, repeat }, index) => {
      for (const [key, ms] of [
        ['at', atMs],
        ['until', repeat?.untilMs ?? 0],
      ] as const)
        if (ms >= seconds * 1000)
          say(['events', index, key], `is when the crowd has gone: the phases last ${seconds} s`)
    })
    const faults = file.events.filter((event) => event.kind === 'bank').sort((a, b) => a.atMs - b.atMs)
    for (const [index, { atMs }] of faults.entries()) {
      const before = faults[index - 1]
      if (before !== undefined && before.atMs + before.forMs > atMs)
        say(
          ['events'],
          `the bank has faults from ${before.atMs / 1000} s for ${before.forMs / 1000} s, and others within that time`,
        )
    }
    const { fromMs, toMs } = plateau(file)
    if (toMs === fromMs) say(['phases'], 'has no plateau: two phases in a row with rate 1')
    const { checkout, doorbuster } = file.journeys
    if (checkout + doorbuster === 0) say(['journeys'], 'nobody buys: checkout or doorbuster must be above 0')
    if (file.least.checkoutsPerSecond > file.checkoutsPerSecond * (checkout + doorbuster))
      say(['least', 'checkoutsPerSecond'], 'is more than the crowd sends')
    if (file.doorbuster.expect !== undefined && doorbuster === 0)
      say(['doorbuster', 'expect'], 'nobody buys the doorbuster: journeys.doorbuster is 0')
  })
  .transform(
    ({ least, doorbuster, late, events, ...rest }): Scenario => ({
      ...rest,
      lateAllowed: late === 'allowed',
      leastCheckoutsPerSecond: least.checkoutsPerSecond,
      leastOthersPerCheckout: least.othersPerCheckout,
      doorbusterStock: doorbuster.stock,
      expectSoldOut: doorbuster.expect === 'sold-out',
      events: events.flatMap(everyTime).sort((a, b) => a.atMs - b.atMs),
    }),
  )

function everyTime({ repeat, ...event }: FileEvent): PlannedEvent[] {
  if (repeat === undefined) return [event]
  const times = Math.max(1, Math.ceil((repeat.untilMs - event.atMs) / repeat.everyMs))
  return Array.from({ length: times }, (_, index) => ({ ...event, atMs: event.atMs + index * repeat.everyMs }))
}
