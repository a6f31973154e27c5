import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { type Environment, type SettingsReader, settings } from './settings.ts'

const read = <T>(environment: Environment, how: (from: SettingsReader) => T) => settings(environment, how)

describe('settings', () => {
  test('are read, typed, filled in and frozen to the bottom', () => {
    const config = read(
      { N: '7', B: 'true', U: 'https://a.example/', ONE: 'b', T: '2026-11-27T08:00:00+01:00' },
      (from) => ({
        n: from.integer('N'),
        inner: { b: from.boolean('B'), missing: from.string('S', { default: 'x' }) },
        u: from.url('U'),
        one: from.oneOf('ONE', ['a', 'b']),
        t: from.time('T'),
        none: from.optional.string('NONE'),
      }),
    )
    assert.deepEqual(config, {
      n: 7,
      inner: { b: true, missing: 'x' },
      u: 'https://a.example',
      one: 'b',
      t: new Date('2026-11-27T07:00:00Z'),
      none: undefined,
    })
    assert.throws(() => Object.assign(config.inner, { b: false }), TypeError)
  })

  test('that are wrong are all named, with what they hold and what they may hold', () => {
    const wrong = () =>
      read(
        {
          N: '7.5',
          BIG: '11',
          B: 'yes',
          U: 'ftp://x',
          ONE: 'c',
          P: 'abc',
          DAY: '2026-11-27',
          NO_DAY: '2026-02-30T08:00:00Z',
        },
        (from) => [
          from.integer('N'),
          from.integer('BIG', { max: 10 }),
          from.boolean('B'),
          from.url('U'),
          from.oneOf('ONE', ['a', 'b']),
          from.string('P', { pattern: /^\d+$/, means: 'digits' }),
          from.string('MISSING'),
          from.time('DAY'),
          from.time('NO_DAY'),
          from.optional.integer('N'),
        ],
      )
    assert.throws(wrong, (error: Error) => {
      for (const part of [
        'N is "7.5"; it must be a whole number',
        'BIG is "11"',
        'to 10',
        'B is "yes"; it must be true or false',
        'U is "ftp://x"',
        'ONE is "c"; it must be one of a, b',
        'P is "abc"; it must be digits',
        'MISSING is not set',
        'DAY is "2026-11-27"; it must be a time such as',
        'NO_DAY is "2026-02-30T08:00:00Z"',
      ]) {
        assert.ok(error.message.includes(part), `${part} in ${error.message}`)
      }
      return true
    })
  })

  test('secrets come from a variable or a file, and never show', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'settings-'))
    await writeFile(join(folder, 'secret'), 'from-a-file\n')
    assert.equal(read({ S_FILE: join(folder, 'secret') }, (from) => ({ s: from.secret('S') })).s, 'from-a-file')
    assert.throws(
      () => read({ S: 'short-secret' }, (from) => from.secret('S', { minLength: 32 })),
      (error: Error) => /S has 12 characters/.test(error.message) && !/short-secret/.test(error.message),
    )
    assert.throws(() => read({ S_FILE: join(folder, 'nothing') }, (from) => from.secret('S')), /cannot be read/)
    assert.throws(() => read({}, (from) => from.secret('S')), /S is not set, and neither is S_FILE/)
    await rm(folder, { recursive: true })
  })
})
