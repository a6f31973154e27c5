import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastWord, searchWords } from './search-words.ts'

test('searchWords gives one form to what means the same', () => {
  assert.equal(searchWords('  Noise-CANCELLING\u0000\t headphones\u200b '), 'noise cancelling headphones')
  assert.equal(searchWords('ｌａｍｐ'), 'lamp')
  assert.equal(searchWords('\u0001\u0002'), '')
})

test('searchWords keeps the minus that excludes a word', () => {
  assert.equal(searchWords('tent -beach'), 'tent -beach')
})

test('lastWord takes the word that may be half typed', () => {
  assert.deepEqual(lastWord('wool thr'), { before: 'wool', prefix: 'thr' })
  assert.deepEqual(lastWord('lam'), { before: '', prefix: 'lam' })
})

test('lastWord takes no word that a sign gives another meaning', () => {
  for (const words of ['tent -bea', '"wool thr', 'lamp or', 'c++', '', "kids'"])
    assert.equal(lastWord(words), undefined, words)
})
