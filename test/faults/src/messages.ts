/** Before the effect, or after it and before anybody knows of it. */
export type Side = 'before' | 'after'

/** A process stands at a failpoint and waits for what is to happen. `rows`: how many the statement has hit. */
export type Arrival = { arrival: number; name: string; side: Side; rows?: number }

/** `kill`: the process ends by SIGKILL. `lose`: the caller's connection breaks. */
export type Action = 'pass' | 'kill' | 'lose' | { delayMs: number }
export type Verdict = { verdict: number; action: Action }

export const isArrival = (message: unknown): message is Arrival =>
  typeof message === 'object' && message !== null && 'arrival' in message
export const isVerdict = (message: unknown): message is Verdict =>
  typeof message === 'object' && message !== null && 'verdict' in message
