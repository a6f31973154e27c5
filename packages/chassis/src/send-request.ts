import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher, Pool } from 'undici'

/** What came back, read to its end. */
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string }

/** The time was over before the answer was there. */
export class TooLate extends Error {
  override name = 'TooLate'
}

/**
 * Sends a request and reads its answer, by undici's `dispatch`: the stream and the signal that its `request` makes of every
 * answer cost half as much again as all the rest of a call.
 * @throws TooLate after `timeoutMs`: what came of the request is unknown, but one that waited for a connection is not sent
 * @throws what undici says of a connection that fails
 */
export const sendRequest = (pool: Pool, options: Dispatcher.DispatchOptions, timeoutMs: number): Promise<Answer> =>
  new Promise((resolve, reject) => {
    pool.dispatch(options, new Exchange(timeoutMs, resolve, reject))
  })

class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: Answer) => void
  readonly #reject: (error: unknown) => void
  readonly #timer: NodeJS.Timeout
  readonly #chunks: Buffer[] = []
  #controller: Dispatcher.DispatchController | undefined
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #isLate = false

  constructor(timeoutMs: number, resolve: (answer: Answer) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve
    this.#reject = reject
    this.#timer = setTimeout(() => this.#giveUp(), timeoutMs)
  }

  #giveUp(): void {
    this.#isLate = true
    const error = new TooLate('the time was over before the answer was there')
    this.#reject(error)
    this.#controller?.abort(error)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    // Thrown, not aborted: that would cost the connection that has just become free.
    if (this.#isLate) throw new TooLate('the time was over before there was a connection')
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    clearTimeout(this.#timer)
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#resolve({ status: this.#status, headers: this.#headers, text: bytes.toString() })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    clearTimeout(this.#timer)
    this.#reject(error)
  }
}
