import fc from 'fast-check'
import type { Weather } from './wire.ts'

/** One thing that happens from outside, some time after the one before. */
export type Step = { afterMs: number } & Happening

export type Happening =
  | { is: 'buy'; customer: number; product: number; quantity: number; card: Card }
  /** The same order again, with the same key: another tab, or a client that has lost patience. */
  | { is: 'buy again'; purchase: number }
  | { is: 'cancel'; purchase: number }
  | { is: 'ship'; purchase: number }
  | { is: 'refund'; purchase: number; cents: number }
  | { is: 'price'; product: number; cents: number }
  | { is: 'restock'; product: number }
  | { is: 'crash'; service: 'order' | 'payment'; pod: number; downMs: number }
  | { is: 'pause'; service: 'order' | 'payment' | 'product'; pod: number; forMs: number }
  | { is: 'away'; service: 'product' | 'payment' | 'bank' | 'cart'; forMs: number }

export type Card = 'ok' | 'card_declined' | 'capture_refused'

export type History = { luck: number; units: number[]; weather: Weather; steps: Step[] }

/** How often each kind of step comes, or all steps as they are. Tests of one rule want more of some. */
export type Bias = {
  weights?: Partial<Record<Happening['is'], number>>
  maxUnits?: number
  weather?: Partial<Weather>
  steps?: fc.Arbitrary<Step[]>
}

/** The longest that a pod is away, or that nothing happens: longer than a lease. */
const longestWaitMs = 6_000

const usualWeights: Record<Happening['is'], number> = {
  buy: 4,
  'buy again': 3,
  cancel: 3,
  ship: 4,
  refund: 2,
  price: 1,
  restock: 1,
  crash: 4,
  pause: 2,
  away: 2,
}

/** Histories that fast-check makes, and makes smaller when one fails. */
export function histories({ weights = {}, maxUnits = 5, weather = {}, steps }: Bias = {}): fc.Arbitrary<History> {
  const purchase = fc.nat(3)
  const product = fc.nat(1)
  const pod = fc.nat(1)
  // Most things happen close together, since that is where they are in each other's way.
  const duration = fc.oneof({ weight: 2, arbitrary: fc.nat(400) }, { weight: 1, arbitrary: fc.nat(longestWaitMs) })
  const card = fc.constantFrom<Card>('ok', 'ok', 'ok', 'ok', 'card_declined', 'capture_refused')
  const service = fc.constantFrom('order' as const, 'payment' as const)
  const buy = fc.record({ customer: fc.nat(1), product, quantity: fc.integer({ min: 1, max: 2 }), card })
  const happenings: Record<Happening['is'], fc.Arbitrary<object>> = {
    buy,
    'buy again': fc.record({ purchase }),
    cancel: fc.record({ purchase }),
    ship: fc.record({ purchase }),
    refund: fc.record({ purchase, cents: fc.integer({ min: 1, max: 150 }) }),
    price: fc.record({ product, cents: fc.constantFrom(100, 120) }),
    restock: fc.record({ product }),
    crash: fc.record({ service, pod, downMs: duration }),
    pause: fc.record({
      service: fc.constantFrom('order' as const, 'payment' as const, 'product' as const),
      pod,
      forMs: duration,
    }),
    away: fc.record({ service: fc.constantFrom('product', 'payment', 'bank', 'cart'), forMs: duration }),
  }
  const step = fc.oneof(
    ...(Object.keys(happenings) as Happening['is'][])
      .map((is) => ({ is, weight: weights[is] ?? usualWeights[is] }))
      .filter(({ weight }) => weight > 0)
      .map(({ is, weight }) => ({
        weight,
        arbitrary: fc.tuple(duration, happenings[is]).map(([afterMs, rest]) => ({ afterMs, is, ...rest }) as Step),
      })),
  )
  const often = fc.constantFrom(0, 0, 0.05, 0.2, 0.4)
  return fc.record({
    luck: fc.noShrink(fc.nat(2 ** 31 - 1)),
    units: fc.tuple(fc.nat(maxUnits), fc.nat(maxUnits)).map((both) => [...both]),
    weather: fc
      .record({
        lostRequest: often,
        lostAnswer: often,
        repeated: often,
        slow: often,
        slowDatabase: fc.constantFrom(0, 0, 0.02, 0.1),
        brokenConnection: fc.constantFrom(0, 0, 0.02, 0.1),
      })
      .map((usual) => ({ ...usual, ...weather })),
    steps:
      steps ??
      fc
        .tuple(buy, fc.array(step, { maxLength: 12 }))
        .map(([first, rest]): Step[] => [{ afterMs: 0, is: 'buy', ...first }, ...rest]),
  })
}
