import { type ChildProcess, execFile } from 'node:child_process'

export type RunOptions = {
  /** Written to the program's standard input. What is secret goes here: everybody can read arguments. */
  input?: string
  timeoutMs?: number
  folder?: string
  environment?: Readonly<Record<string, string>>
  onStart?: (pid: number) => void
}

/** Runs a program to its end and gives what it wrote to its standard output. */
export type Run = (program: string, args: readonly string[], options?: RunOptions) => Promise<string>

const shownLines = 15

export class CommandError extends Error {
  override name = 'CommandError'
  /** undefined where it could not be started, or did not end by itself. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** There is no such program. */
  readonly isMissing: boolean
  constructor(command: string, cause: Failure, stdout: string, stderr: string) {
    const lines = stderr.trimEnd().split('\n')
    const last = lines
      .filter((line, index) => line !== lines[index - 1])
      .slice(-shownLines)
      .join('\n')
    super(`${command}\n${ending(cause)}${last === '' ? '' : `:\n${last}`}`, { cause })
    this.exitCode = typeof cause.code === 'number' ? cause.code : undefined
    this.stdout = stdout
    this.stderr = stderr
    this.isMissing = cause.code === 'ENOENT'
  }
}

/** The one line that says most. */
export const lastLineOf = (error: unknown): string => (error as Error).message.trimEnd().split('\n').at(-1)!

type Failure = Error & {
  code?: number | string | null
  killed?: boolean
  timedOut?: boolean
  signal?: NodeJS.Signals | null
}

function ending({ code, timedOut, signal, message }: Failure): string {
  if (typeof code === 'number') return `ended with exit code ${code}`
  if (code === 'ENOENT') return 'is not there'
  if (timedOut) return 'did not end in time'
  return signal ? `was ended by ${signal}` : `could not be run: ${message}`
}

/** Programs end with us: `stop` tells those that are running to. */
export function createRunner(): { run: Run; stop(): void } {
  const running = new Set<ChildProcess>()
  const run: Run = (program, args, options = {}) =>
    new Promise((resolve, reject) => {
      const { input, timeoutMs = 0, folder, environment, onStart } = options
      const child = execFile(
        program,
        args,
        {
          maxBuffer: 2 ** 28,
          timeout: timeoutMs,
          cwd: folder,
          env: environment === undefined ? process.env : { ...process.env, ...environment },
        },
        (error, stdout, stderr) => {
          running.delete(child)
          const timedOut = error?.killed === true && timeoutMs > 0
          if (error)
            reject(new CommandError([program, ...args].join(' '), Object.assign(error, { timedOut }), stdout, stderr))
          else resolve(stdout)
        },
      )
      running.add(child)
      if (child.pid !== undefined) onStart?.(child.pid)
      // One that ends before it has read everything says so by its exit code.
      child.stdin?.on('error', () => {})
      child.stdin?.end(input ?? '')
    })
  return {
    run,
    stop() {
      for (const child of running) child.kill('SIGTERM')
    },
  }
}
