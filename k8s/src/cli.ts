import { constants } from 'node:os'
import { createSteps, type Steps } from '@saleday/local/steps'
import { UserError } from '@saleday/local/user-error'
import { NotReadyError } from './not-ready-error.ts'
import { type Options, readOptions, usages } from './options.ts'
import { CommandError, createRunner, type Run } from './run.ts'

export type Cli = { options: Options; run: Run; steps: Steps; write(line: string): void }

/** A command of the terminal: its options, its signals, and how its end is told. `work` gives the exit code. */
export async function cli(command: keyof typeof usages, work: (cli: Cli) => Promise<number>): Promise<void> {
  const write = (line: string) => void process.stdout.write(`${line}\n`)
  // Whoever read our output may be gone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const runner = createRunner()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      runner.stop()
      process.stderr.write('\nInterrupted. Nothing is broken: run it again, and it goes on from here.\n')
      process.exit(128 + constants.signals[signal])
    })
  }
  try {
    const options = readOptions(command, process.argv.slice(2), process.env)
    if (!options) return write(usages[command])
    const steps = createSteps(write, performance.now() - process.uptime() * 1000)
    process.exitCode = await work({ options, run: runner.run, steps, write })
  } catch (error) {
    // What else is still running, side by side with what has failed, is of no use any more.
    runner.stop()
    process.stderr.write(`\n${explain(error)}\n`)
    process.exit(error instanceof UserError ? 2 : 1)
  }
}

function explain(error: unknown): string {
  if (error instanceof UserError) return `${error.message}\n${error.advice}`
  if (error instanceof CommandError || error instanceof NotReadyError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
