import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { dataDir } from './data-dir.ts'
import { lockData } from './lock.ts'

test('stopping, a disk that takes no file, does not keep the shop from stopping', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'saleday-lock-'))
  t.after(() => rmSync(root, { recursive: true }))
  const dir = dataDir(root)
  mkdirSync(join(dir.lock, '..'), { recursive: true })
  const lock = await lockData(dir, 'http://localhost', () => {})
  mkdirSync(`${dir.lock}.${process.pid}.new`) // where the file would be written first
  lock.stopping()
  lock.release()
})
