import type { Inputs } from './crowd-inputs.ts'

export type RunnerStatus = {
  /** By its clock. */
  now: number
  hasInputs: boolean
  /** What k6 says of itself; null where it is not there. */
  k6: { paused: boolean; status: number } | null
  journalBytes: number
}

/** The runner program of one pod. Each call may fail, and may be made again. */
export type RunnerClient = {
  status(): Promise<RunnerStatus>
  /** All that k6 needs. Only the first counts. */
  sendInputs(inputs: Inputs): Promise<void>
  /** Lets k6 begin at a time of its clock. */
  start(at: number): Promise<void>
  /** k6 ends in good order: visits are cut off, and its figures are written. */
  stop(): Promise<void>
  /** Bytes of the journal from there on, after at most a second, and how many it has in all. */
  journal(from: number): Promise<{ bytes: Buffer; size: number }>
  /** k6's own figures; undefined where it left none. */
  figures(): Promise<unknown>
  /** All was fetched: the pod may go. */
  end(): Promise<void>
}

const timeoutMs = 10_000
const inputsTimeoutMs = 120_000

export function runnerClient(url: () => Promise<string>): RunnerClient {
  async function call(method: 'GET' | 'PUT', path: string, body?: unknown, limitMs = timeoutMs): Promise<Response> {
    const response = await fetch(`${await url()}${path}`, {
      method,
      signal: AbortSignal.timeout(limitMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (response.ok || response.status === 404) return response
    throw new Error(`${method} ${path} of a runner answered ${response.status}: ${await response.text()}`)
  }
  /** Also reads the answer, so that its connection can be used again. */
  const put = async (path: string, body?: unknown, limitMs?: number): Promise<void> => {
    await (await call('PUT', path, body, limitMs)).arrayBuffer()
  }
  return {
    status: async () => (await (await call('GET', '/status')).json()) as RunnerStatus,
    sendInputs: (inputs) => put('/inputs', inputs, inputsTimeoutMs),
    start: (at) => put('/start', { at }),
    stop: () => put('/stop'),
    async journal(from) {
      const response = await call('GET', `/journal?from=${from}`)
      // An answer that is cut off is an error here: bytes are taken as a whole or not at all.
      const bytes = Buffer.from(await response.arrayBuffer())
      return { bytes, size: Number(response.headers.get('x-journal-bytes')) }
    },
    async figures() {
      const response = await call('GET', '/figures')
      const body = await response.json()
      return response.ok ? body : undefined
    },
    end: () => put('/end'),
  }
}
