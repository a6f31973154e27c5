import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { LiveDay } from './live-day.ts'
import { localBoard } from './local-board.ts'
import { publishDay } from './publish-day.ts'

test('the day is put on the board at once and each second, and taken off at its end', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const said: string[] = []
  const seen: string[] = []
  let at = 0
  const board = {
    put: async (day: LiveDay) => void seen.push(`put ${day.at}`),
    clear: async () => void seen.push('clear'),
  }
  const end = publishDay(
    board,
    () => ({ at: at++ }) as LiveDay,
    (line) => said.push(line),
  )
  await turn()
  t.mock.timers.tick(1_000)
  await turn()
  await end()
  await end()
  t.mock.timers.tick(5_000)
  await turn()
  assert.deepEqual(seen, ['put 0', 'put 1', 'clear'])
  assert.deepEqual(said, [])
})

test('a board that fails is told of once, and asked again each second', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const said: string[] = []
  let asked = 0
  const fail = async () => {
    asked += 1
    throw new Error('forbidden')
  }
  const end = publishDay(
    { put: fail, clear: fail },
    () => ({}) as LiveDay,
    (line) => said.push(line),
  )
  await turn()
  t.mock.timers.tick(1_000)
  await turn()
  await end()
  assert.equal(asked, 3)
  assert.deepEqual(said, ['The console cannot be told of this day: forbidden'])
})

test('the board of this machine is a file that is there while the day lasts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'saleday-board-'))
  try {
    const file = join(folder, 'sale-day.json')
    const board = localBoard(file)
    await board.put({ run: 'a' } as LiveDay)
    await board.put({ run: 'b' } as LiveDay)
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).run, 'b')
    await board.clear()
    await board.clear()
    assert.deepEqual(readdirSync(folder), [])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
