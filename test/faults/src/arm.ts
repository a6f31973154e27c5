/**
 * `node --import …/arm.ts src/main.ts`: arms the failpoints of a service. At each one the process asks its parent what is
 * to happen, over the channel that only a process forked by a test has.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { armFailpoints } from '@saleday/chassis/failpoint'
import { type Action, type Arrival, isVerdict, type Side } from './messages.ts'

if (process.send === undefined) throw new Error('failpoints are armed only in a process that a test has forked')

const waiting = new Map<number, (action: Action) => void>()
let arrivals = 0
process.on('message', (message) => {
  if (!isVerdict(message)) return
  waiting.get(message.verdict)?.(message.action)
  waiting.delete(message.verdict)
})

function ask(place: Omit<Arrival, 'arrival'>): Promise<Action> {
  const { promise, resolve } = Promise.withResolvers<Action>()
  const arrival = ++arrivals
  waiting.set(arrival, resolve)
  process.send!({ arrival, ...place } satisfies Arrival)
  return promise
}

async function stand(name: string, side: Side, lost: () => Error, rows?: number): Promise<void> {
  const action = await ask({ name, side, ...(rows !== undefined && { rows }) })
  if (action === 'kill') process.kill(process.pid, 'SIGKILL')
  else if (action === 'lose') throw lost()
  else if (action !== 'pass') await sleep(action.delayMs)
}

const rowsOf = (result: unknown): number | undefined => (result as { rowCount?: number } | null)?.rowCount ?? undefined

armFailpoints(async (name, work, lost) => {
  await stand(name, 'before', lost)
  const result = await work()
  await stand(name, 'after', lost, rowsOf(result))
  return result
})
