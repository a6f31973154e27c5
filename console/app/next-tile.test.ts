import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextTile } from './next-tile.ts'

const spots = [
  { id: 'a', x: 0, y: 0 },
  { id: 'b', x: 100, y: 0 },
  { id: 'c', x: 200, y: 0 },
  { id: 'd', x: 0, y: 50 },
  { id: 'e', x: 110, y: 130 },
]

test('arrow keys lead to the neighbour, and up and down to the nearest of the next row', () => {
  assert.equal(nextTile(spots, 'a', 'ArrowRight'), 'b')
  assert.equal(nextTile(spots, 'c', 'ArrowLeft'), 'b')
  assert.equal(nextTile(spots, 'c', 'ArrowDown'), 'd')
  assert.equal(nextTile(spots, 'd', 'ArrowDown'), 'e')
  assert.equal(nextTile(spots, 'e', 'ArrowUp'), 'd')
  assert.equal(nextTile(spots, 'e', 'Home'), 'a')
  assert.equal(nextTile(spots, 'a', 'End'), 'e')
})

test('at an edge, for another key and from a tile that is gone there is nowhere to go', () => {
  assert.equal(nextTile(spots, 'a', 'ArrowUp'), undefined)
  assert.equal(nextTile(spots, 'e', 'ArrowLeft'), undefined)
  assert.equal(nextTile(spots, 'a', 'x'), undefined)
  assert.equal(nextTile(spots, 'gone', 'ArrowLeft'), undefined)
})
