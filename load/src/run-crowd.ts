import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type CrowdEvent, readCrowdEvent } from './crowd-event.ts'

export type Crowd = {
  /** k6's exit code when it has ended; null where a signal ended it. */
  ended: Promise<number | null>
  /** Ends the crowd at once; asked twice, k6 leaves without its figures. */
  stop(): void
}

/** Starts k6. Each event of the crowd goes to `onEvent`, every other line to the log file. */
export function runCrowd(
  { command, args }: { command: string; args: string[] },
  logFile: string,
  onEvent: (event: CrowdEvent) => void,
): Crowd {
  // In a group of its own: Ctrl-C at the terminal is for the driver, which decides how the crowd ends.
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const log = createWriteStream(logFile)
  const lines = [child.stdout, child.stderr].map(async (stream) => {
    for await (const line of createInterface({ input: stream })) {
      const event = readCrowdEvent(line)
      if (event === undefined) log.write(`${line}\n`)
      else onEvent(event)
    }
  })
  return {
    ended: endOf(),
    stop: () => {
      child.kill('SIGINT')
    },
  }

  async function endOf(): Promise<number | null> {
    const [code] = (await once(child, 'exit')) as [number | null]
    await Promise.all(lines)
    log.end()
    return code
  }
}
