import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

/** Looks again and again until it is as it should be. Each look at the cluster costs a kubectl, so not too often. */
export async function eventually<T>(
  what: string | (() => string),
  limitSeconds: number,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  everyMs = 500,
): Promise<T> {
  const end = performance.now() + limitSeconds * 1000
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > end)
      assert.fail(`it did not come about within ${limitSeconds} s: ${typeof what === 'string' ? what : what()}`)
    await sleep(everyMs)
  }
}
