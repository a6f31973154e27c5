import { randomUUID } from 'node:crypto'
import type { Logger } from '@saleday/chassis/logger'
import { commonProblem } from '@saleday/chassis/problem'
import { faultsThatAreOn } from './bank.ts'
import type { ActionAnswer, BankFaultsRequest, KillRequest } from './frame.ts'
import type { Source } from './seen.ts'
import { bankEventOf, type ShopWatch } from './watch-shop.ts'

export type Operate = ReturnType<typeof operate>

/** What an operator may do to the shop: each action is an event of the timeline, with the command that does the same. */
export function operate(source: Source, watch: Pick<ShopWatch, 'seen' | 'bank' | 'tell'>, log: Logger) {
  const tell = (event: ActionAnswer): ActionAnswer => {
    log.info({ action: event.kind, subject: event.subject, says: event.says }, 'an operator acts')
    watch.tell(event)
    return event
  }
  return {
    /** @throws ProblemError not_found where no such pod is shown, or it is gone */
    async kill({ pod: name }: KillRequest): Promise<ActionAnswer> {
      const pod = watch.seen()?.pods.find((each) => each.name === name)
      const at = Date.now()
      const done = pod && (await source.kill(pod))
      if (pod === undefined || done === undefined) throw commonProblem('not_found', `There is no pod ${name} now.`)
      const isStore = watch.seen()?.services.some((each) => each.name === pod.service && each.kind === 'store')
      const kind = isStore ? 'store' : 'kill'
      return tell({ id: randomUUID(), at, endedAt: null, kind, by: 'operator', subject: pod.service, ...done })
    },
    /** @throws ProblemError unavailable where the bank does not take them */
    async setBankFaults(faults: BankFaultsRequest): Promise<ActionAnswer> {
      const at = Date.now()
      try {
        await watch.bank.set(faults)
      } catch (error) {
        throw commonProblem('unavailable', `The bank has not taken them: ${(error as Error).message}`)
      }
      return tell(bankEventOf(randomUUID(), at, 'operator', faults, source.bankFaultsCommand(faultsThatAreOn(faults))))
    },
  }
}
