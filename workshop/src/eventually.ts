import { setTimeout as sleep } from 'node:timers/promises'
import { NotReadyError } from '@saleday/k8s/not-ready-error'

/** @throws NotReadyError that says what did not come about, and the last look at it */
export async function eventually(
  what: string,
  limitSeconds: number,
  look: () => Promise<string | undefined>,
  everyMs = 1_000,
): Promise<void> {
  const end = performance.now() + limitSeconds * 1_000
  for (;;) {
    const lacks = await look().catch((error: Error) => error.message.trim())
    if (lacks === undefined) return
    if (performance.now() > end) throw new NotReadyError(`After ${limitSeconds} s ${what} did not come about: ${lacks}`)
    await sleep(everyMs)
  }
}
