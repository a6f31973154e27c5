import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UserError } from '@saleday/local/user-error'
import { findBrowser } from './find-browser.ts'

const only =
  (...programs: string[]) =>
  (path: string) =>
    programs.includes(path)

test('CHROMIUM_PATH goes before what is on the PATH', () => {
  const environment = { CHROMIUM_PATH: '/opt/chrome', PATH: '/usr/bin' }
  assert.equal(findBrowser(environment, only('/opt/chrome', '/usr/bin/chromium')), '/opt/chrome')
})

test('the first browser on the PATH is taken, Chromium before Chrome', () => {
  const programs = only('/a/google-chrome', '/b/chromium')
  assert.equal(findBrowser({ PATH: '/a:/b' }, programs), '/b/chromium')
  assert.equal(findBrowser({ PATH: '/a' }, programs), '/a/google-chrome')
})

test('without a browser the error says what to install; with a wrong CHROMIUM_PATH, what it holds', () => {
  const nothing = only()
  assert.throws(
    () => findBrowser({ PATH: '/a' }, nothing),
    (error) => error instanceof UserError && /apt-get install chromium/.test(error.advice),
  )
  assert.throws(() => findBrowser({ CHROMIUM_PATH: '/no', PATH: '/a' }, only('/a/chromium')), /CHROMIUM_PATH is '\/no'/)
})
