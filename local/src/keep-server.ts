import { countQuickEnds, restartDelayMs } from './backoff.ts'

export type Server = { url: string; pid: number; exited: Promise<number | null>; stop(): Promise<void> }

export type KeptServer = { url: string; pid(): number; stop(): Promise<void> }

/** Starts a server, and starts it again whenever it ends without being told to. @throws where the first start fails */
export async function keepServer(options: {
  start: () => Promise<Server>
  note: (line: string) => void
  onChange: () => void
}): Promise<KeptServer> {
  const { start, note, onChange } = options
  let stopping = false
  let quickEnds = 0
  let server = await start()
  let waiting: { timer: NodeJS.Timeout; cancel: () => void } | undefined

  async function watch(): Promise<void> {
    while (!stopping) {
      const startedMs = performance.now()
      const code = await server.exited
      if (stopping) return
      quickEnds = countQuickEnds(quickEnds, performance.now() - startedMs)
      note(`ended (${code === null ? 'by a signal' : `exit code ${code}`}) and is started again`)
      await startAgain()
    }
  }
  async function startAgain(): Promise<void> {
    while (!stopping) {
      await pause(restartDelayMs(quickEnds))
      if (stopping) return
      try {
        server = await start()
        if (stopping) await server.stop()
        else onChange()
        return
      } catch (error) {
        quickEnds += 1
        note(`does not start: ${(error as Error).message}`)
      }
    }
  }
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      waiting = { timer: setTimeout(resolve, ms), cancel: resolve }
    })

  const watching = watch()
  return {
    url: server.url,
    pid: () => server.pid,
    async stop() {
      stopping = true
      clearTimeout(waiting?.timer)
      waiting?.cancel()
      await server.stop()
      await watching
    },
  }
}
