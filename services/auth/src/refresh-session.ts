import type { Context } from '@saleday/chassis/context'
import type { Customer } from '@saleday/contracts/auth'
import { problem } from './errors.ts'
import type { AuthMetrics } from './metrics.ts'
import type { RefreshToken, RefreshTokens } from './refresh-token.ts'
import type { AuthStore } from './store.ts'

export type RefreshSession = (
  cookie: string | undefined,
  context: Context,
) => Promise<{ customer: Customer; token: RefreshToken }>

/** Uses a refresh token. One that was used before ends its session: two hold it, and one of them is a thief. */
export const refreshSession =
  (store: AuthStore, tokens: RefreshTokens, metrics: AuthMetrics): RefreshSession =>
  async (cookie, context) => {
    const used = cookie === undefined ? undefined : tokens.read(cookie)
    const result = used ? await store.refresh(used) : ({ outcome: 'over' } as const)
    metrics.refreshes.inc({ outcome: result.outcome })
    if (result.outcome === 'refreshed') return result
    if (result.outcome === 'reused') {
      context.log.warn(
        { customerId: result.customer.id, sessionId: used?.sessionId },
        'a refresh token was used twice; its session is revoked',
      )
    }
    throw problem('session_over', 'Log in again.')
  }
