import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { areBuilt, buildPages, storefront } from './build-pages.ts'
import { repository } from './repository.ts'
import { UserError } from './user-error.ts'

/** A repository with a storefront of one page, and the real vite. */
function smallRepository(t: TestContext) {
  const root = mkdtempSync(join(tmpdir(), 'saleday-storefront-'))
  t.after(() => rmSync(root, { recursive: true }))
  mkdirSync(join(root, 'web/app'), { recursive: true })
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  const write = (path: string, content: string) => writeFileSync(join(root, path), content)
  write('web/package.json', '{ "type": "module" }')
  write('web/index.html', '<!doctype html><title>Saleday</title><script type="module" src="/app/main.ts"></script>')
  write('web/app/main.ts', "document.title = 'open'")
  return { root, write, document: join(root, 'web/dist/index.html') }
}
const silent = () => {}

test('buildPages builds what is not there, once, and again when a source has changed', async (t) => {
  const { root, write, document } = smallRepository(t)
  assert.equal(areBuilt(root, storefront), false)
  await buildPages(root, storefront, silent)
  const before = readFileSync(document, 'utf8')
  const { mtimeMs } = statSync(document)
  assert.equal(areBuilt(root, storefront), true)
  await buildPages(root, storefront, silent)
  assert.equal(statSync(document).mtimeMs, mtimeMs)

  write('web/app/main.ts', "document.title = 'still open'")
  assert.equal(areBuilt(root, storefront), false)
  await buildPages(root, storefront, silent)
  assert.notEqual(readFileSync(document, 'utf8'), before)
})

test('buildPages, asked for by two at once, builds once: the second waits for the first', async (t) => {
  const { root } = smallRepository(t)
  const said: string[] = []
  await Promise.all([1, 2].map(() => buildPages(root, storefront, (line) => said.push(line))))
  assert.deepEqual(said, [`waiting for the build of the storefront, which is at work (process ${process.pid})`])
  assert.equal(areBuilt(root, storefront), true)
})

test('buildPages, a source with a mistake in it, says where it is and leaves what was built before', async (t) => {
  const { root, write, document } = smallRepository(t)
  await buildPages(root, storefront, silent)
  write('web/app/main.ts', 'const = 1')
  await assert.rejects(buildPages(root, storefront, silent), (error) => {
    assert.ok(error instanceof UserError)
    assert.match(error.message, /^The storefront could not be built:\n.*main\.ts/s)
    return true
  })
  assert.ok(existsSync(document))
  assert.equal(areBuilt(root, storefront), false)
  write('web/app/main.ts', 'export const one = 1')
  await buildPages(root, storefront, silent)
  assert.equal(areBuilt(root, storefront), true)
})
