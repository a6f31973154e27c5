/** Does a statement change anything? One that only locks rows does not. */
export function writes(sql: string): boolean {
  const withoutLocks = sql.replace(/\bFOR\s+(NO\s+KEY\s+)?UPDATE\b/gi, '')
  return /\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO)\b/i.test(withoutLocks)
}
