import assert from 'node:assert/strict'
import type { Failure, LoadResult } from './load.ts'

export const says = ({
  requests,
  checkouts,
  seconds,
  failures,
  failedAttempts,
  p99Ms,
  longestMs,
  lateMs,
}: LoadResult): string =>
  `${requests} requests in ${seconds.toFixed(0)} s, ${checkouts} of them checkouts: ${failures.length} failed, ` +
  `${failedAttempts} attempts failed; p99 ${p99Ms} ms, longest ${longestMs} ms; sent ${lateMs} ms late at most`

/** Nobody was failed, and everything that was acknowledged is there. */
export function assertNothingFailed(result: LoadResult): void {
  const { failures, lost } = result
  assert.equal(failures.length, 0, `${says(result)}\n${list(failures)}`)
  assertNothingLost(lost)
}

export function assertNothingLost(lost: readonly Failure[]): void {
  assert.equal(lost.length, 0, `acknowledged and not there afterwards:\n${list(lost)}`)
}

const shown = 20
export const list = (failures: readonly Failure[]): string =>
  [
    ...failures.slice(0, shown).map(({ at, afterMs, what, why }) => `${at} ${what}, after ${afterMs} ms: ${why}`),
    ...(failures.length > shown ? [`and ${failures.length - shown} more`] : []),
  ].join('\n')
