import pg from 'pg'

/** A statement of a service as a careless hand would have left it. */
export type SqlChange = { from: string; to: string }

type Statement = string | { text: string }

/**
 * Changes statements on their way to PostgreSQL, in all services of this process.
 * @returns how often each change was made: one that never was means that the service has moved on, and its mutant must too
 */
export function mutateSql(changes: readonly SqlChange[]): { made: readonly number[]; restore(): void } {
  const made = changes.map(() => 0)
  const { prototype } = pg.Client
  const original = prototype.query as (this: pg.Client, ...args: unknown[]) => unknown

  function mutated(text: string): string {
    return changes.reduce((before, { from, to }, at) => {
      if (!before.includes(from)) return before
      made[at]!++
      return before.replaceAll(from, to)
    }, text)
  }
  prototype.query = function (this: pg.Client, statement: Statement, ...rest: unknown[]) {
    const changed =
      typeof statement === 'string'
        ? mutated(statement)
        : typeof statement?.text === 'string'
          ? { ...statement, text: mutated(statement.text) }
          : statement
    return original.call(this, changed, ...rest)
  } as typeof prototype.query
  return {
    made,
    restore() {
      prototype.query = original as typeof prototype.query
    },
  }
}
