import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'

export type Crowd = {
  /** k6's exit code when it has ended; null where a signal ended it. */
  ended: Promise<number | null>
  /** Once it has ended: why it was smaller than planned, where k6's figures do not tell. */
  flaws?(): readonly string[]
  /** Ends the crowd at once; asked twice, k6 leaves without its figures. */
  stop(): void
}

/** Starts k6. What it says goes straight to the log file: no pipe that could break when this process goes. */
export function runCrowd({ command, args }: { command: string; args: string[] }, logFile: string): Crowd {
  const log = openSync(logFile, 'a')
  // In a group of its own: Ctrl-C at the terminal is for the driver, which decides how the crowd ends.
  const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true })
  closeSync(log)
  return {
    ended: once(child, 'exit').then(([code]) => code as number | null),
    stop: () => {
      child.kill('SIGINT')
    },
  }
}
