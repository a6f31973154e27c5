import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerReader } from './answer-reader.ts'

const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nx: y\r\n\r\nhello'

/** Statuses that are read where the text comes in pieces of this length. */
function read(text: string, pieceLength: number): number[] {
  const statuses: number[] = []
  const reader = answerReader((status) => statuses.push(status))
  for (let at = 0; at < text.length; at += pieceLength) reader(Buffer.from(text.slice(at, at + pieceLength)))
  return statuses
}

test('answerReader tells the end of an answer however it is cut into pieces', () => {
  for (let length = 1; length <= answer.length; length++) assert.deepEqual(read(answer, length), [200], `${length}`)
  assert.deepEqual(read(answer.slice(0, -1), 10), [])
})

test('answerReader knows answers without a body', () => {
  assert.deepEqual(read('HTTP/1.1 204 No Content\r\n\r\n', 100), [204])
  assert.deepEqual(read('HTTP/1.1 304 Not Modified\r\netag: x\r\n\r\n', 100), [304])
  assert.deepEqual(read('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 100), [200])
})

test('answerReader refuses an answer of unknown length, and more than one at a time', () => {
  assert.throws(() => read('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0', 100), /without a content-length/)
  assert.throws(() => read(answer + answer, 1_000), /more than one answer/)
})
