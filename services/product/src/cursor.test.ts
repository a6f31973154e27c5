import assert from 'node:assert/strict'
import { randomUUIDv7 } from 'node:crypto'
import { test } from 'node:test'
import { Cursor } from '@saleday/contracts/values'
import fc from 'fast-check'
import { fromCursor, toCursor } from './cursor.ts'

const isInvalid = { code: 'invalid_cursor' }

test('a cursor gives back the place that it was made of', () => {
  const id = randomUUIDv7()
  assert.deepEqual(fromCursor(toCursor({ id }), 'list'), { id })
  const rank = Math.fround(0.607927)
  assert.deepEqual(fromCursor(toCursor({ id, rank }), 'search'), { id, rank })
})

test('a list’s cursor is not one of a search, and the other way round', () => {
  const id = randomUUIDv7()
  assert.throws(() => fromCursor(toCursor({ id }), 'search'), isInvalid)
  assert.throws(() => fromCursor(toCursor({ id, rank: 1 }), 'list'), isInvalid)
})

test('whatever the contract lets through is a place or invalid_cursor, never another error', () => {
  const cursors = fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/).filter((text) => Cursor.safeParse(text).success)
  fc.assert(
    fc.property(cursors, fc.constantFrom('list' as const, 'search' as const), (cursor, kind) => {
      try {
        assert.equal(toCursor(fromCursor(cursor, kind)), cursor)
      } catch (error) {
        assert.equal((error as { code?: string }).code, 'invalid_cursor')
      }
    }),
  )
})
