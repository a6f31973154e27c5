import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { repository } from '@saleday/local/repository'
import { labs } from './labs.ts'
import { pageOf } from './pages.ts'
import { scriptOf } from './script.ts'

for (const lab of labs) {
  test(`the page of lab ${lab.number} can be read, and solve types every block of it, in its order`, () => {
    const page = pageOf(lab)
    const script = scriptOf(page, '/tmp/any')
    let from = 0
    for (const { text, line } of page.blocks) {
      const at = script.indexOf(`\n${text}\n`, from)
      assert.ok(at >= 0, `${page.file}:${line} is not in the script, or not in its place`)
      from = at + text.length
    }
    const { status, stderr } = spawnSync('bash', ['-n', '-c', script], { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
  })

  test(`lab ${lab.number} has a check with hints for what its page asks for`, () => {
    assert.ok(lab.steps.length >= 2)
    for (const { says, expected, hint } of lab.steps)
      for (const text of [says, expected, hint]) assert.ok(text.length > 10)
    assert.equal(new Set(lab.steps.map(({ says }) => says)).size, lab.steps.length)
  })
}

test('every page of the workshop belongs to a lab, and labs are numbered from 1 on', () => {
  const pages = readdirSync(join(repository, 'docs/workshop')).filter((name) => /^\d/.test(name))
  assert.deepEqual(pages.sort(), labs.map(({ page }) => `${page}.md`).sort())
  assert.deepEqual(
    labs.map(({ number }) => number),
    labs.map((_, index) => index + 1),
  )
})
