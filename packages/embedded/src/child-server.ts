import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { StartError } from './start-error.ts'

export type RunningServer = {
  pid: number
  /** Stops it in good order, with more and more emphasis. Fine if it has ended already. */
  stop(): Promise<void>
  /** The exit code, or null after a signal; whether it was asked to stop or ended by itself. */
  exited: Promise<number | null>
}

export type ChildServerOptions = {
  /** For messages: `PostgreSQL`. */
  what: string
  program: string
  args: readonly string[]
  uid?: number
  gid?: number
  env?: NodeJS.ProcessEnv
  port: number
  /** The line that says that it can be used. */
  ready: RegExp
  /** The line that says that another program has the port. */
  portTaken: RegExp
  stopSignals: readonly NodeJS.Signals[]
  log: (line: string) => void
  /** How long it may take to be ready. Default 2 minutes: a database may have to replay its log. */
  readyLimitMs?: number
  /** Called as soon as there is a process. */
  onSpawn?: (pid: number) => Promise<void>
}

const stopLimitMs = 10_000

/**
 * Starts a server in a session of its own, so that a Ctrl-C in the terminal reaches only whoever is to stop it, and
 * waits until it says that it is ready.
 */
export async function startChildServer(options: ChildServerOptions): Promise<RunningServer> {
  const {
    what,
    program,
    args,
    uid,
    gid,
    env,
    port,
    ready,
    portTaken,
    stopSignals,
    log,
    onSpawn,
    readyLimitMs = 120_000,
  } = options
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: env ?? process.env,
    cwd: '/',
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  })
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code))
    child.once('error', () => resolve(null))
  })
  const server = { pid: child.pid ?? -1, exited, stop: stopOnce(child, exited, stopSignals) }

  const tail: string[] = []
  let timer: NodeJS.Timeout | undefined
  const isReady = new Promise<void>((resolve, reject) => {
    const fail = (why: string) => {
      const taken = tail.some((line) => portTaken.test(line))
      if (taken)
        reject(
          new StartError(
            'port_in_use',
            `Port ${port} for ${what} is in use by another program. Stop it or choose another port.`,
          ),
        )
      else reject(new StartError('failed', [`${what} does not start: ${why}`, ...tail.slice(-12)].join('\n    ')))
    }
    const onLine = (line: string) => {
      log(line)
      if (tail.push(line) > 40) tail.shift()
      if (ready.test(line)) resolve()
    }
    createInterface({ input: child.stdout }).on('line', onLine)
    createInterface({ input: child.stderr }).on('line', onLine)
    child.once('error', (error) => fail(error.message))
    child.once('close', (code, signal) => fail(`it ended with ${signal ?? `code ${code}`}. Its last words:`))
    timer = setTimeout(() => {
      fail(`it is not ready after ${readyLimitMs / 1000} s. Its last words:`)
      void server.stop()
    }, readyLimitMs)
    if (child.pid !== undefined) onSpawn?.(child.pid).catch(reject)
  })
  await isReady.finally(() => clearTimeout(timer))
  return server
}

function stopOnce(child: ChildProcess, exited: Promise<number | null>, signals: readonly NodeJS.Signals[]) {
  // A process that ends without stopping its servers, by an uncaught error say, at least tells them to end.
  const onExit = () => child.kill(signals[0])
  process.once('exit', onExit)
  void exited.then(() => process.off('exit', onExit))

  const stop = async () => {
    const isOver = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
    for (const signal of signals) {
      if (isOver()) break
      child.kill(signal)
      let timer: NodeJS.Timeout | undefined
      const limit = new Promise((resolve) => {
        timer = setTimeout(resolve, stopLimitMs)
      })
      await Promise.race([exited, limit])
      clearTimeout(timer)
    }
    await exited
  }
  let stopping: Promise<void> | undefined
  return () => {
    stopping ??= stop()
    return stopping
  }
}
