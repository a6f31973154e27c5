import { failpoint } from '@saleday/chassis/failpoint'
import pg from 'pg'
import { writes } from './writes.ts'

type Callback = (error: Error | undefined, result?: pg.QueryResult) => void
type Statement = string | { name?: string; text?: string }
type Query = (...args: unknown[]) => Promise<pg.QueryResult>

/** A connection in a process whose failpoints are armed: each statement that writes is one, by its name. */
export class StruckClient extends pg.Client {
  // @ts-expect-error one function for all the ways in which pg.Client may be asked
  override query(statement: Statement, ...rest: unknown[]): Promise<pg.QueryResult> | undefined {
    const query = super.query.bind(this) as Query
    const text = typeof statement === 'string' ? statement : statement.text
    if (text === undefined || !writes(text)) return query(statement, ...rest)
    const name = typeof statement === 'string' ? undefined : statement.name
    if (name === undefined)
      throw new Error(`a statement that writes has no name, and so no failpoint. Give it one: ${text.slice(0, 80)}`)

    const callback = rest.at(-1)
    if (typeof callback !== 'function')
      return failpoint(
        `db.${name}`,
        () => query(statement, ...rest),
        () => this.lose(),
      )
    // The pool asks in this way.
    failpoint(
      `db.${name}`,
      () => query(statement, ...rest.slice(0, -1)),
      () => this.lose(),
    ).then(
      (result) => (callback as Callback)(undefined, result),
      (error: Error) => (callback as Callback)(error),
    )
    return undefined
  }

  /** Breaks the connection, so that the server ends its session, too. Gives the error that pg gives then. */
  lose(): Error {
    ;(this as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
    return new Error('Connection terminated unexpectedly')
  }
}

/** The error of a transaction whose connection broke at its COMMIT. */
export function loseConnection(client: pg.PoolClient): Error {
  return client instanceof StruckClient ? client.lose() : new Error('Connection terminated unexpectedly')
}
