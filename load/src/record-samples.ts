import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { JournalLine } from './journal.ts'
import { type CrowdSample, crowdCounts } from './record-crowd.ts'
import { databaseCpu } from './record-database-cpu.ts'
import { type HarnessCost, harnessCost } from './record-harness-cost.ts'
import { type ProcessDelta, processDeltas } from './record-process-deltas.ts'
import { readProcessMetrics } from './record-process-metrics.ts'
import { processReader } from './record-read-process.ts'
import { type Sample, type ServiceSample, serviceSample, trafficOf } from './record-sample.ts'
import type { Replicas } from './replicas.ts'
import type { TimetableEvent } from './timetable-event.ts'

export type { Sample } from './record-sample.ts'

export type Recorder = {
  start(): void
  /** A line of the crowd's journal. */
  take(line: JournalLine): void
  /** What the timetable did. */
  event(event: TimetableEvent): void
  /** Ends with the last second, and says what the harness cost. */
  stop(): Promise<void>
  /** The last second. */
  latest(): Sample | undefined
  /** Now, between two seconds. */
  crowd(): CrowdSample
  /** Since the crowd came; undefined before. */
  elapsedMs(): number | undefined
  events(): readonly TimetableEvent[]
  cost(): HarnessCost
}

/** The share of the time between two samples that a process may take to answer, so that one that hangs delays no other sample. */
const answerShare = 0.7

/** Writes `samples.jsonl`: one line a second, or what the replicas say, on what the processes and the crowd do. */
export function newRecorder(parts: {
  replicas: Pick<Replicas, 'list' | 'wanted' | 'sampleEveryMs' | 'databaseCpuSeconds'>
  services: readonly string[]
  runDir: string
  say: (line: string) => void
}): Recorder {
  const { replicas, services, runDir, say } = parts
  const everyMs = replicas.sampleEveryMs ?? 1_000
  const crowd = crowdCounts()
  const deltas = processDeltas()
  const databases = databaseCpu()
  const reader = processReader(everyMs * answerShare, readProcessMetrics)
  let cost = harnessCost()
  const events: TimetableEvent[] = []
  const file = createWriteStream(join(runDir, 'samples.jsonl'))
  let latest: Sample | undefined
  let crowdCameAt: number | undefined
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()
  let stopped: Promise<void> | undefined

  async function lookAt(service: string, at: number): Promise<{ sample: ServiceSample; deltas: ProcessDelta[] }> {
    const listed = await replicas.list(service).catch(() => [])
    const processes = await Promise.all(
      listed.map(async ({ id, adminUrl }) => {
        const metrics = await reader.read(adminUrl)
        return { id, delta: metrics === undefined ? undefined : deltas.take(`${service} ${id}`, at, metrics) }
      }),
    )
    const ready = listed.filter((replica) => replica.ready).length
    return {
      sample: serviceSample(replicas.wanted(service), ready, processes),
      deltas: service === 'bank' ? [] : processes.flatMap(({ delta }) => delta ?? []),
    }
  }

  async function takeSample(): Promise<void> {
    const at = Date.now()
    const [looks, databaseSeconds] = await Promise.all([
      Promise.all(services.map((service) => lookAt(service, at))),
      replicas.databaseCpuSeconds?.(),
    ])
    deltas.endRound(at)
    latest = {
      at,
      elapsedMs: crowdCameAt === undefined ? 0 : at - crowdCameAt,
      everyMs,
      services: Object.fromEntries(services.map((service, index) => [service, looks[index]!.sample])),
      shop: trafficOf(looks.flatMap((look) => look.deltas)),
      ...(databaseSeconds && { databases: databases.take(at, databaseSeconds) }),
      crowd: crowd.now(),
      harnessCpuPercent: cost.sample(),
    }
    // Before the crowd comes there is nothing to tell, but the first look is the base of the next.
    if (crowdCameAt !== undefined) file.write(`${JSON.stringify(latest)}\n`)
  }

  function schedule(dueMs: number): void {
    timer = setTimeout(
      () => {
        underWay = takeSample()
          .catch((error) => say(`A sample could not be taken: ${(error as Error).message}`))
          .then(() => {
            // Samples that took too long are left out, never made up for.
            if (stopped === undefined) schedule(Math.max(dueMs + everyMs, performance.now()))
          })
      },
      Math.max(0, dueMs - performance.now()),
    )
  }

  async function end(): Promise<void> {
    clearTimeout(timer)
    await underWay
    reader.close()
    const { meanPercent, maxPercent } = cost.total()
    say(`The harness without k6 took ${meanPercent.toFixed(1)} % of one core, ${maxPercent.toFixed(1)} % at most.`)
    file.end()
    await finished(file)
  }

  return {
    start() {
      cost = harnessCost()
      schedule(performance.now())
    },
    take(line) {
      if (line.j === 'start') crowdCameAt = line.at
      crowd.take(line)
    },
    event: (event) => void events.push(event),
    stop: () => (stopped ??= end()),
    latest: () => latest,
    crowd: crowd.now,
    elapsedMs: () => (crowdCameAt === undefined ? undefined : Date.now() - crowdCameAt),
    events: () => events,
    cost: () => cost.total(),
  }
}
