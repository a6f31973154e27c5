import { signal } from '@preact/signals'
import type { ActionAnswer, BankFaultsRequest, KillRequest } from '../src/frame.ts'

/** In memory only: whoever loads the page again types it again. */
export const token = signal<string | null>(null)

/** The last action: what was done, or why not. */
export type Outcome = { ok: boolean; says: string; kubectl: string | null }
export const lastAction = signal<Outcome | null>(null)

export const killPod = (pod: string): Promise<void> => act('POST', '/api/actions/kill', { pod } satisfies KillRequest)

export const setBankFaults = (faults: BankFaultsRequest): Promise<void> =>
  act('PUT', '/api/actions/bank-faults', faults)

async function act(method: string, path: string, body: object): Promise<void> {
  lastAction.value = null
  try {
    const response = await fetch(path, {
      method,
      headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    })
    lastAction.value = response.ok ? done(await response.json()) : await refused(response)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    lastAction.value = {
      ok: false,
      says: `The console did not answer (${why}). Look at the pods before you try again.`,
      kubectl: null,
    }
  }
}

const done = ({ says, kubectl }: ActionAnswer): Outcome => ({ ok: true, says, kubectl })

async function refused(response: Response): Promise<Outcome> {
  if (response.status === 401) {
    token.value = null
    return { ok: false, says: "This is not the operator's token: nothing was done. Sign in again.", kubectl: null }
  }
  const problem: { title?: string; detail?: string } = await response.json().catch(() => ({}))
  const says = problem.detail ?? problem.title ?? `The console answered ${response.status}`
  return { ok: false, says, kubectl: null }
}
