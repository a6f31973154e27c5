import { commonProblem } from '@saleday/chassis/problem'
import type { Response } from 'express'
import type { ShopWatch } from './watch-shop.ts'

/** A room of people with a browser each. */
const mostStreams = 200
/** Who reads so slowly that so much waits for it is cut off, and gets a history when it connects again. */
const mostWaitingBytes = 8 * 2 ** 20

/** Writes server-sent events (WHATWG HTML, section 9.2) until either side goes. */
export function frameStreams(watch: Pick<ShopWatch, 'history' | 'onFrame'>, draining: AbortSignal) {
  let open = 0
  /** @throws ProblemError unavailable before the first look, overloaded where too many look */
  return function stream(res: Response): void {
    const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
    if (res.req.method === 'HEAD') return void res.writeHead(200, headers).end()
    const history = watch.history()
    if (history === undefined) throw commonProblem('unavailable', 'The console has just begun to look; ask again.')
    if (open >= mostStreams) throw commonProblem('overloaded', `${mostStreams} browsers look already.`)
    if (res.destroyed) return
    open += 1
    const end = (): void => void res.end()
    const forget = watch.onFrame((frame) => {
      if (res.writableLength > mostWaitingBytes) res.destroy()
      else write('frame', frame.at, frame)
    })
    draining.addEventListener('abort', end)
    res.once('close', () => {
      open -= 1
      forget()
      draining.removeEventListener('abort', end)
    })
    res.writeHead(200, headers)
    write('history', history.frame.at, history)
    if (draining.aborted) end()

    function write(event: string, id: number, data: unknown): void {
      if (!res.writableEnded) res.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    }
  }
}
