import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type Checked, checkHistories } from './check-histories.ts'
import { runHistory } from './run-history.ts'

const usage = `Usage: npm run simulate -- [--runs 10000] [--seed N [--path P]] [--trace]
Lets random histories of the checkout happen and checks the books. --seed and --path, as a failure prints them, make it
happen again; --trace shows each step of the history that fails.`

type Command = { runs: number; seed: number; path: string | undefined; trace: boolean }

function readCommand(): Command | undefined {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '10000' },
        seed: { type: 'string' },
        path: { type: 'string' },
        trace: { type: 'boolean', default: false },
      },
    })
    const runs = Number(values.runs)
    const seed = values.seed === undefined ? Date.now() & 0x7fffffff : Number(values.seed)
    if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs is a whole number, not ${values.runs}`)
    if (!Number.isInteger(seed)) throw new Error(`--seed is a whole number, not ${values.seed}`)
    return { runs, seed, path: values.path, trace: values.trace }
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
    return undefined
  }
}

/** Each thread has a share of the histories, and a seed of its own next to the one given. */
function inThreads({ runs, seed }: Command): Promise<Checked[]> {
  const threads = Math.min(availableParallelism(), 8, Math.ceil(runs / 500))
  const shares = Array.from({ length: threads }, (_, at) => ({
    runs: Math.floor(((at + 1) * runs) / threads) - Math.floor((at * runs) / threads),
    seed: seed + at,
  }))
  return Promise.all(
    shares.map(
      (share) =>
        new Promise<Checked>((resolve, reject) => {
          new Worker(import.meta.filename, { workerData: share }).on('message', resolve).on('error', reject)
        }),
    ),
  )
}

async function main(): Promise<0 | 1 | 2> {
  const command = readCommand()
  if (!command) return 2
  const { runs, seed, path } = command
  console.log(path === undefined ? `${runs} histories, seed ${seed}` : `The history with seed ${seed}, path ${path}`)
  const startedAt = performance.now()
  const parts = path === undefined ? await inThreads(command) : [await checkHistories(command)]
  const seconds = (performance.now() - startedAt) / 1000
  const seen = new Map<string, number>()
  for (const part of parts)
    for (const [what, times] of Object.entries(part.seen)) seen.set(what, (seen.get(what) ?? 0) + times)
  const summary = [...seen].map(([what, times]) => `${what} ${times}`).sort()
  console.log(
    `${parts.reduce((sum, part) => sum + part.runs, 0)} histories in ${seconds.toFixed(1)} s; ${summary.join(', ')}`,
  )

  const failure = parts.find((part) => part.failure)?.failure
  if (!failure) {
    console.log('The books are in order.')
    return 0
  }
  console.log(`\nBROKEN: ${failure.error}\n${JSON.stringify(failure.history, null, 1)}`)
  if (command.trace) {
    await runHistory(failure.history, { trace: console.log }).catch((error) => console.log(`${error}`))
  }
  console.log(`\nAgain: npm run simulate -- --seed ${failure.seed} --path ${failure.path} --trace`)
  return 1
}

if (!isMainThread) parentPort!.postMessage(await checkHistories(workerData))
else if (import.meta.main) process.exitCode = await main()
