import type { Chassis } from '@saleday/chassis/chassis'
import { periodicWorker, type Worker } from '@saleday/chassis/worker'
import type { Pool } from '@saleday/postgres/pool'
import type { KeyEncryption } from './key-encryption.ts'
import type { KeyRing } from './key-ring.ts'
import { rotateKeysIfDue } from './rotate-keys.ts'
import { signingKeyStore } from './signing-key-store.ts'
import type { AuthStore } from './store.ts'

const sessionsPerRound = 500

/** Rotates the signing keys when it is time, and takes note of what other processes did. */
export function keyWorker(
  { log, metrics }: Chassis,
  parts: { pool: Pool; encryption: KeyEncryption; keys: KeyRing },
  settings: { rotationSeconds: number; refreshSeconds: number },
): Worker & { round(): Promise<void> } {
  async function round(): Promise<void> {
    const kid = await rotateKeysIfDue(parts.pool, parts.encryption, settings.rotationSeconds)
    if (kid) log.info({ kid }, 'a new signing key was made')
    await parts.keys.load()
  }
  return {
    ...periodicWorker({ name: 'signing-keys', everyMs: settings.refreshSeconds * 1_000, run: round, log, metrics }),
    round,
  }
}

/** Deletes what is over, a little at a time. */
export function cleanUpWorker({ log, metrics }: Chassis, store: AuthStore, pool: Pool): Worker {
  return periodicWorker({
    name: 'clean-up',
    everyMs: 60_000,
    run: async () => {
      const deleted = await store.deleteOldSessions(sessionsPerRound)
      if (deleted === sessionsPerRound) return true
      await signingKeyStore(pool).deleteUnpublished()
      return false
    },
    log,
    metrics,
  })
}
