import { Counter, type Registry } from 'prom-client'
import type { Logger } from './logger.ts'

/** A loop in the background. `stop` comes back when what was under way is finished. */
export type Worker = { name: string; start(): void; stop(): Promise<void> }

export type PeriodicWorker = Worker & {
  /** Asks for a round at once: there is work. */
  kick(): void
}

/**
 * Does `run` every `everyMs` (give or take a fifth, so that pods do not march in step) and at once after a kick; again
 * at once when `run` gives true: there is more. Never overlaps itself. A round that throws is logged and counted, and the
 * next comes as usual.
 */
export function periodicWorker(options: {
  name: string
  everyMs: number
  run: (signal: AbortSignal) => Promise<unknown>
  log: Logger
  metrics?: Registry
}): PeriodicWorker {
  const { name, everyMs, run, log } = options
  const failures = options.metrics && workerFailures(options.metrics)
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> | undefined
  let kicked = false
  let stopping: AbortController | undefined

  const beat = () => {
    timer = undefined
    if (!stopping || stopping.signal.aborted || round) return
    round = oneRound(stopping.signal).finally(() => {
      round = undefined
      if (kicked) {
        kicked = false
        beat()
      } else schedule()
    })
  }

  const schedule = () => {
    if (!stopping || stopping.signal.aborted || timer) return
    timer = setTimeout(beat, everyMs * (0.8 + 0.4 * Math.random()))
  }

  async function oneRound(signal: AbortSignal): Promise<void> {
    try {
      while (!signal.aborted && (await run(signal)) === true);
    } catch (error) {
      if (signal.aborted) return
      failures?.inc({ worker: name })
      log.warn({ err: error, worker: name }, 'a round failed; the next one comes as usual')
    }
  }

  return {
    name,
    start() {
      stopping ??= new AbortController()
      schedule()
    },
    kick() {
      if (!stopping || stopping.signal.aborted) return
      if (round) {
        kicked = true
        return
      }
      clearTimeout(timer)
      beat()
    },
    async stop() {
      stopping?.abort()
      clearTimeout(timer)
      timer = undefined
      await round
    },
  }
}

function workerFailures(metrics: Registry): Counter<'worker'> {
  const name = 'saleday_worker_failures_total'
  const existing = metrics.getSingleMetric(name) as Counter<'worker'> | undefined
  return (
    existing ??
    new Counter({ name, help: 'Rounds of a background loop that threw', labelNames: ['worker'], registers: [metrics] })
  )
}
