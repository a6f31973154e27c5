import { setTimeout as sleep } from 'node:timers/promises'
import type { On } from '@saleday/chassis/http-app'
import { commonProblem } from '@saleday/chassis/problem'
import { BankFaults } from '@saleday/contracts/bank'
import type { Counters } from './metrics.ts'

export const noFaults: BankFaults = BankFaults.parse({})

/** The faults that are switched on now. They are forgotten when the process ends. */
export type FaultSwitch = { now: BankFaults }

/** What the issuer and the network do by chance. */
export type Chance = ReturnType<typeof chanceOf>

export const chanceOf = (faults: FaultSwitch, random: () => number = Math.random) => ({
  expiresAtOnce: () => random() < faults.now.expireShare,
  declines: () => random() < faults.now.declineShare,
  refusesCapture: () => random() < faults.now.refuseCaptureShare,
  duplicatesNews: () => random() < faults.now.duplicateWebhookShare,
  losesNews: () => random() < faults.now.loseWebhookShare,
  forgesNews: () => random() < faults.now.forgeWebhookShare,
  newsDelayMs: () => Math.round(random() * faults.now.webhookDelayMs),
  spoils: (share: 'errorShare' | 'loseAnswerShare' | 'lateWorkShare') => random() < faults.now[share],
})

/** Longer than payment waits before it asks again, so that the late one meets what came of the next. */
const lateWorkMs = 2_000

/** Registers routes whose calls suffer from the faults that are switched on. */
export const withFaults =
  (on: On, { faults, chance, counters }: { faults: FaultSwitch; chance: Chance; counters: Counters }): On =>
  (route, handler) =>
    on(route, async (input) => {
      if (faults.now.slowMs > 0) await sleep(faults.now.slowMs)
      if (faults.now.unreachable) {
        counters.faults.inc({ fault: 'unreachable' })
        input.res.socket?.destroy()
        return undefined
      }
      if (faults.now.down) {
        counters.faults.inc({ fault: 'down' })
        throw commonProblem('unavailable', 'The bank is closed.')
      }
      if (chance.spoils('errorShare')) {
        counters.faults.inc({ fault: 'error' })
        throw commonProblem('internal', 'The bank has a problem of its own; nothing was done.')
      }
      if (chance.spoils('lateWorkShare')) {
        counters.faults.inc({ fault: 'late_work' })
        input.res.socket?.destroy()
        await sleep(lateWorkMs)
        try {
          await handler(input)
        } catch {} // a refusal reaches nobody either
        return undefined
      }
      const answer = await handler(input)
      if (!chance.spoils('loseAnswerShare')) return answer
      // The work is done, and nobody will hear of it.
      counters.faults.inc({ fault: 'answer_lost' })
      input.res.socket?.destroy()
      return undefined
    })
