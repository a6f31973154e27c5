import { once } from 'node:events'
import type { Profiler } from 'node:inspector'

/** The arguments that let `takeProfile` in. https://nodejs.org/api/cli.html#--inspecthostport */
export const inspectable = (port: number): string => `--inspect=127.0.0.1:${port} --inspect-publish-uid=http`

/**
 * Samples a process while the work is done, every half millisecond, by the protocol of its inspector.
 * https://chromedevtools.github.io/devtools-protocol/v8/Profiler/
 */
export async function takeProfile(port: number, work: () => Promise<unknown>): Promise<Profiler.Profile> {
  const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
    webSocketDebuggerUrl: string
  }[]
  const socket = new WebSocket(target!.webSocketDebuggerUrl)
  await once(socket, 'open')
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data))
    if (error) waiting.get(id)?.reject(new Error(`the inspector says: ${error.message}`))
    else waiting.get(id)?.resolve(result)
  })
  socket.addEventListener('close', () => {
    for (const one of waiting.values()) one.reject(new Error('the process ended while it was profiled'))
  })
  const call = <T>(method: string, params: object = {}): Promise<T> => {
    const answer = Promise.withResolvers<unknown>()
    const id = waiting.size + 1
    waiting.set(id, answer)
    socket.send(JSON.stringify({ id, method, params }))
    return answer.promise as Promise<T>
  }
  try {
    await call('Profiler.enable')
    await call('Profiler.setSamplingInterval', { interval: 500 })
    await call('Profiler.start')
    await work()
    return (await call<{ profile: Profiler.Profile }>('Profiler.stop')).profile
  } finally {
    socket.close()
  }
}
