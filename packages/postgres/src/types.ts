import pg from 'pg'

const int8 = 20
const int8Array = 1016

/** `bigint` columns and counts as numbers, for the pools that use it only: the shop's are far below 2^53. */
export const typesWithSafeIntegers = { getTypeParser } as unknown as pg.CustomTypesConfig

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (format === 'binary') return pg.types.getTypeParser(oid, format)
  if (oid === int8) return safeInteger
  const parse = pg.types.getTypeParser(oid, 'text')
  if (oid === int8Array) return (text: string) => (parse(text) as (string | null)[]).map(safeIntegerOrNull)
  return parse
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`${text} is too large for a number: cast it to text in the query`)
  return value
}

const safeIntegerOrNull = (text: string | null) => (text === null ? null : safeInteger(text))
