import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { hashOf, openApplied } from './applied.ts'
import { dataDir, prepareDataDir } from './data-dir.ts'
import { lockData } from './lock.ts'
import { rotateLog } from './log-file.ts'
import { loadSecrets } from './secrets.ts'
import { explain, UserError } from './user-error.ts'

function newDataDir(t: TestContext) {
  const dir = dataDir(mkdtempSync(join(tmpdir(), 'saleday-local-')))
  t.after(() => rmSync(dir.root, { recursive: true }))
  prepareDataDir(dir)
  return dir
}

test('loadSecrets makes random secrets once, for their owner only to read', (t) => {
  const dir = newDataDir(t)
  const first = loadSecrets(dir)
  assert.equal(statSync(dir.secrets).mode & 0o777, 0o600)
  assert.deepEqual(loadSecrets(dir), first)
  const passwords = Object.values(first.databasePasswords)
  assert.equal(new Set(passwords).size, passwords.length)
})

test('loadSecrets, data of before there was an audit, adds the secret that is missing and keeps the others', (t) => {
  const dir = newDataDir(t)
  const { auditPassword: _missing, ...older } = loadSecrets(dir)
  writeFileSync(dir.secrets, JSON.stringify(older))
  const { auditPassword, ...kept } = loadSecrets(dir)
  assert.deepEqual(kept, older)
  assert.ok(auditPassword.length > 20)
  assert.equal(loadSecrets(dir).auditPassword, auditPassword)
})

test('loadSecrets, data without its secrets, says what to do', (t) => {
  const dir = newDataDir(t)
  mkdirSync(dir.postgres)
  assert.throws(() => loadSecrets(dir), /is missing/)
})

test('loadSecrets, a damaged file, says what to do and leaves it as it is', (t) => {
  const dir = newDataDir(t)
  for (const content of ['{', '{}', '[]', 'null']) {
    writeFileSync(dir.secrets, content)
    assert.throws(() => loadSecrets(dir), UserError, content)
  }
})

test('prepareDataDir, a file where the folder should be, says what to do', (t) => {
  const dir = newDataDir(t)
  const file = join(dir.root, 'file')
  writeFileSync(file, '')
  try {
    prepareDataDir(dataDir(join(file, 'data')))
    assert.fail('it went through')
  } catch (error) {
    const { text, exitCode } = explain(error)
    assert.equal(exitCode, 2)
    assert.match(text, /--data <folder>/)
  }
})

test('lockData, a shop that runs, says where; one that was killed, is taken over', async (t) => {
  const dir = newDataDir(t)
  const lock = await lockData(dir, 'http://localhost:8080', () => {})
  assert.equal(lock.afterCrash, false)
  await assert.rejects(
    lockData(dir, 'http://localhost:9090', () => {}),
    /running already, at http:\/\/localhost:8080/,
  )
  lock.release()
  assert.equal(existsSync(dir.lock), false)
  writeFileSync(
    dir.lock,
    JSON.stringify({ pid: process.pid, started: 'another time', url: 'http://localhost:1', starters: [] }),
  )
  const second = await lockData(dir, 'http://localhost:8080', () => {})
  assert.equal(second.afterCrash, true)
  second.release()
})

test('lockData, a shop that is stopping, is waited for', async (t) => {
  const dir = newDataDir(t)
  const first = await lockData(dir, 'http://localhost:8080', () => {})
  first.stopping()
  setTimeout(first.release, 150)
  const said: string[] = []
  const second = await lockData(dir, 'http://localhost:8080', (line) => said.push(line))
  assert.equal(second.afterCrash, false)
  assert.match(said.join(), /Waiting for the last run/)
  second.release()
})

test('openApplied forgets everything where the databases are gone', (t) => {
  const dir = newDataDir(t)
  mkdirSync(dir.postgres)
  writeFileSync(join(dir.postgres, 'PG_VERSION'), '18')
  openApplied(dir).add('migrations of order', 'abc')
  assert.equal(openApplied(dir).has('migrations of order', 'abc'), true)
  assert.equal(openApplied(dir).has('migrations of order', 'abd'), false)
  rmSync(dir.postgres, { recursive: true })
  assert.equal(openApplied(dir).has('migrations of order', 'abc'), false)
})

test('hashOf changes with the content and with the name of a file', (t) => {
  const { root } = newDataDir(t)
  const folder = join(root, 'migrations')
  mkdirSync(folder)
  writeFileSync(join(folder, 'a.sql'), '1')
  const first = hashOf(folder)
  assert.equal(hashOf(folder), first)
  writeFileSync(join(folder, 'a.sql'), '2')
  assert.notEqual(hashOf(folder), first)
  assert.notEqual(hashOf(join(folder, 'a.sql')), first)
})

test('rotateLog keeps the logs of three earlier runs', (t) => {
  const { root } = newDataDir(t)
  const log = join(root, 'order.log')
  for (let run = 1; run <= 5; run++) {
    rotateLog(log)
    writeFileSync(log, String(run))
  }
  assert.deepEqual(
    ['', '.1', '.2', '.3', '.4'].map((end) => existsSync(log + end)),
    [true, true, true, true, false],
  )
})
