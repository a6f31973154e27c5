import { failpoint } from '@saleday/chassis/failpoint'
import type { Pool, PoolClient } from 'pg'
import { isTransient, isUnavailable } from './errors.ts'
import { loseConnection } from './struck-client.ts'

/**
 * Runs the work in one transaction: commits when it returns, rolls back when it throws. After a deadlock or a
 * serialization failure it is run once more, so it must do nothing that a rollback does not undo. The name is that of its
 * failpoint.
 */
export async function inTransaction<T>(pool: Pool, name: string, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  try {
    return await attempt(pool, name, work)
  } catch (error) {
    if (!isTransient(error)) throw error
    return await attempt(pool, name, work)
  }
}

async function attempt<T>(pool: Pool, name: string, work: (tx: PoolClient) => Promise<T>): Promise<T> {
  const tx = await pool.connect()
  let broken: Error | undefined
  try {
    await tx.query('BEGIN')
    const result = await work(tx)
    await failpoint(
      `tx.${name}`,
      () => commit(tx),
      () => loseConnection(tx),
    )
    return result
  } catch (error) {
    broken = await rollBack(tx, error)
    throw error
  } finally {
    tx.release(broken)
  }
}

/** PostgreSQL answers COMMIT with a silent rollback when a statement failed and the work went on regardless. */
async function commit(tx: PoolClient): Promise<void> {
  const { command } = await tx.query('COMMIT')
  if (command !== 'COMMIT')
    throw new Error('the transaction was rolled back: an error of one of its statements was swallowed')
}

/** Gives the reason why the connection must not be used again, if there is one. */
async function rollBack(tx: PoolClient, cause: unknown): Promise<Error | undefined> {
  if (isUnavailable(cause)) return cause as Error
  try {
    await tx.query('ROLLBACK')
  } catch (error) {
    return error as Error
  }
}
