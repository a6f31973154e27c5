/** The names under which the crowd counts and the summary reads. Pure: k6 and the driver share them. */

export const kinds = [
  'list',
  'search',
  'product',
  'cart_read',
  'cart_change',
  'checkout',
  'order_read',
  'history',
] as const
/** What a request is for. */
export type Kind = (typeof kinds)[number]

/**
 * What a buyer was told. The first five are definite answers of a shop that works; `timed_out` is the shop's own
 * refusal, with nothing charged. The last three fail the day: `shed` was turned away for 30 s, `failed` got an answer
 * that no buyer should get, `unknown` got none.
 */
export const outcomes = [
  'confirmed',
  'sold_out',
  'declined',
  'price_changed',
  'timed_out',
  'shed',
  'failed',
  'unknown',
] as const
export type Outcome = (typeof outcomes)[number]

/** For each kind: requests, those whose first attempt failed, those that failed for the customer, and the wait in ms. */
export const metricOf = {
  requests: (kind: Kind) => `requests_${kind}`,
  firstAttemptErrors: (kind: Kind) => `first_attempt_errors_${kind}`,
  failures: (kind: Kind) => `failures_${kind}`,
  waitMs: (kind: Kind) => `wait_ms_${kind}`,
  outcome: (outcome: Outcome) => `checkouts_${outcome}`,
  intents: 'checkout_intents',
  plateauCheckouts: 'plateau_checkouts',
  plateauOthers: 'plateau_other_requests',
  leftWithoutBuying: 'left_without_buying',
} as const

/** As k6 names them in its summary. */
export const statistics = ['med', 'p(95)', 'p(99)', 'max', 'count'] as const
