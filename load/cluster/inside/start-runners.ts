import { UserError } from '@saleday/local/user-error'
import type { RunnerClient } from './runner-client.ts'
import { tryAgain } from './try-again.ts'

const mostSkewMs = 1_000
/** Until the last of them has been told. */
const aheadMs = 1_500

/**
 * Lets all runners begin at one moment. The journal has the times of their clocks and the timetable those of this machine, so these
 * must agree. @throws UserError where they do not
 */
export async function startRunners(clients: readonly Pick<RunnerClient, 'status' | 'start'>[]): Promise<void> {
  const skews = await Promise.all(clients.map(skewOf))
  const worst = skews.reduce((most, skew) => (Math.abs(skew) > Math.abs(most) ? skew : most), 0)
  if (Math.abs(worst) > mostSkewMs)
    throw new UserError(
      `The clock of a runner is ${(Math.abs(worst) / 1000).toFixed(1)} s ${worst > 0 ? 'ahead of' : 'behind'} that of this machine.`,
      'Let both follow a time server.',
    )
  const at = Date.now() + aheadMs
  await Promise.all(
    clients.map((client, index) => tryAgain(() => client.start(at + skews[index]!), { times: 3, pauseMs: 200 })),
  )
}

/** By how much a clock is ahead, give or take half of the time that asking takes. */
async function skewOf(client: Pick<RunnerClient, 'status'>): Promise<number> {
  const askedAt = Date.now()
  const { now } = await client.status()
  return Math.round(now - (askedAt + Date.now()) / 2)
}
