import { isAboutData, isTransient } from '@saleday/postgres/errors'

/** More would make a statement that others wait for long. */
const largest = 256
/** Near the end of the stock orders of several lines may need five. */
const attempts = 20

export type BatchesOptions<Ask, Answer> = {
  /** What two that ask the same have in common. */
  keyOf(ask: Ask): string
  /** Answers all in one round trip, in their order. Only asked again after it has returned. */
  send(asks: Ask[]): Promise<Answer[]>
  /** Has this one to be asked again? */
  isRaced(answer: Answer): boolean
  /** Is told of each batch how many it holds. */
  sent(size: number): void
}

type Call<Ask, Answer> = PromiseWithResolvers<Answer> & { ask: Ask; attempt: number }

/**
 * What is asked while a batch is under way is collected, and sent together when that returns: nobody waits for a timer, and
 * the more there is to do, the larger are the batches. The same asked twice before it is sent is sent once. What lost a race
 * goes first into the next batch; after twenty attempts its answer is given as it is.
 */
export function inBatches<Ask, Answer>(options: BatchesOptions<Ask, Answer>): (ask: Ask) => Promise<Answer> {
  const { keyOf, send, isRaced, sent } = options
  let waiting = new Map<string, Call<Ask, Answer>>()
  let underWay = false

  async function sendAll() {
    underWay = true
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, largest)
      for (const [key] of batch) waiting.delete(key)
      const raced = await settle(batch.map(([, call]) => call))
      if (raced.length > 0) putFirst(raced)
    }
    underWay = false
  }

  function putFirst(calls: Call<Ask, Answer>[]) {
    const others = waiting
    waiting = new Map(calls.map((call) => [keyOf(call.ask), call]))
    for (const [key, call] of others) {
      const same = waiting.get(key)
      if (same) call.resolve(same.promise)
      else waiting.set(key, call)
    }
  }

  /** Gives those that have to be asked again. */
  async function settle(batch: Call<Ask, Answer>[]): Promise<Call<Ask, Answer>[]> {
    const hasToGoOn = (call: Call<Ask, Answer>) => ++call.attempt < attempts
    try {
      sent(batch.length)
      const answers = await send(batch.map(({ ask }) => ask))
      return batch.filter((call, at) => {
        const answer = answers[at]!
        if (isRaced(answer) && hasToGoOn(call)) return true
        call.resolve(answer)
        return false
      })
    } catch (error) {
      if (isTransient(error)) return batch.filter((call) => hasToGoOn(call) || call.reject(error))
      if (batch.length > 1 && isAboutData(error)) {
        // Nothing was done. The half without the bad one goes through, and so on until it is alone with its error.
        const half = Math.ceil(batch.length / 2)
        return [...(await settle(batch.slice(0, half))), ...(await settle(batch.slice(half)))]
      }
      for (const call of batch) call.reject(error)
      return []
    }
  }

  return (ask) => {
    const key = keyOf(ask)
    let call = waiting.get(key)
    if (!call) {
      call = { ...Promise.withResolvers<Answer>(), ask, attempt: 0 }
      waiting.set(key, call)
      if (!underWay) void sendAll()
    }
    return call.promise
  }
}
