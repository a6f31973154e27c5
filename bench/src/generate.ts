import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuMsOf } from '@saleday/local/process-cpu'
import { answerReader } from './answer-reader.ts'
import { percentile } from './figures.ts'
import { type LoadPlan, type LoadResult, requestWriter } from './load-plan.ts'

/** How long the last answers may take when no more is sent. */
const endLimitMs = 10_000

type Connection = { ask(arrivedMs: number): void; close(): void }

/**
 * The load generator: a process of its own, so that it can have a core of its own. Reads its plan from the file that is
 * named and writes what came of it as JSON.
 */
if (import.meta.main) {
  const plan = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as LoadPlan
  process.stdout.write(JSON.stringify(await generate(plan)))
  process.exit(0)
}

export async function generate(plan: LoadPlan): Promise<LoadResult> {
  const { ratePerSecond, warmUpMs, durationMs } = plan
  const ports = [plan.port].flat()
  const writers = plan.requests.map(requestWriter)
  const statuses: Record<string, number> = {}
  let firstWrong: string | undefined
  const latencies: number[] = []
  /** Arrivals that no connection was free for. */
  const waiting: number[] = []
  const free: Connection[] = []
  let phase: 'warm-up' | 'measured' | 'over' = 'warm-up'
  let next = 0
  let under = 0
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)

  function answered(connection: Connection, status: number, arrivedMs: number, bytes: Buffer): void {
    under--
    statuses[status] = (statuses[status] ?? 0) + 1
    if (!plan.expect.includes(status)) firstWrong ??= bytes.toString().split('\r\n\r\n').at(-1)!
    if (phase === 'measured') latencies.push(performance.now() - arrivedMs)
    if (ratePerSecond === undefined) {
      if (phase !== 'over') connection.ask(performance.now())
    } else if (waiting.length > 0) connection.ask(waiting.shift()!)
    else free.push(connection)
  }

  async function open(at: number): Promise<Connection> {
    const socket = connect({ port: ports[at % ports.length]!, host: '127.0.0.1', noDelay: true })
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    const connection = overSocket(socket, {
      next: () => writers[next++ % writers.length]!(),
      asked: () => under++,
      answered: (status, arrivedMs, bytes) => answered(connection, status, arrivedMs, bytes),
      failed: (error) => phase !== 'over' && failed.reject(error),
    })
    return connection
  }

  const connections = await Promise.all(Array.from({ length: plan.connections }, (_, at) => open(at)))
  const begunMs = performance.now()
  let arrived = 0
  const arrive = () => {
    const nowMs = performance.now()
    for (const due = ((nowMs - begunMs) / 1000) * ratePerSecond!; arrived < due && phase !== 'over'; arrived++) {
      const connection = free.pop()
      if (connection) connection.ask(nowMs)
      else waiting.push(nowMs)
    }
  }
  if (ratePerSecond === undefined) for (const connection of connections) connection.ask(begunMs)
  else free.push(...connections)
  const arrivals = ratePerSecond === undefined ? undefined : setInterval(arrive, 1)

  const readCpu = () => Object.entries(plan.watch ?? {}).map(([name, pids]) => [name, cpuMsOf(pids)] as const)
  await Promise.race([sleep(warmUpMs), failed.promise])
  const cpuBefore = readCpu()
  const fromMs = performance.now()
  phase = 'measured'
  await Promise.race([sleep(durationMs), failed.promise])
  // A machine that is very busy may have given no answer yet.
  for (let waitedMs = 0; latencies.length === 0 && waitedMs < endLimitMs; waitedMs += 5)
    await Promise.race([sleep(5), failed.promise])
  phase = 'over'
  const tookMs = performance.now() - fromMs
  const cpuAfter = readCpu()
  clearInterval(arrivals)
  for (let waitedMs = 0; under > 0 && waitedMs < endLimitMs; waitedMs += 5) await sleep(5)
  if (under > 0) throw new Error(`${under} requests had no answer ${endLimitMs} ms after the end`)
  for (const connection of connections) connection.close()
  if (latencies.length === 0) throw new Error('there was no answer in the time that is measured')
  return {
    answers: latencies.length,
    durationMs: tookMs,
    perSecond: latencies.length / (tookMs / 1000),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    statuses,
    firstWrong: firstWrong ?? null,
    cpuMs: Object.fromEntries(cpuAfter.map(([name, ms], at) => [name, ms - cpuBefore[at]![1]])),
  }
}

function overSocket(
  socket: Socket,
  on: {
    next: () => Buffer | string
    asked: () => void
    answered: (status: number, arrivedMs: number, bytes: Buffer) => void
    failed: (error: Error) => void
  },
): Connection {
  let arrivedMs = 0
  const read = answerReader((status, bytes) => on.answered(status, arrivedMs, bytes))
  socket.on('data', (chunk: Buffer) => {
    try {
      read(chunk)
    } catch (error) {
      on.failed(error as Error)
    }
  })
  socket.on('error', on.failed)
  socket.on('close', () => on.failed(new Error('the server closed a connection that was in use')))
  return {
    ask(ms) {
      arrivedMs = ms
      on.asked()
      socket.write(on.next())
    },
    close: () => socket.destroy(),
  }
}
