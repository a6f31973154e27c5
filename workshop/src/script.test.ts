import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { BlockKind } from './page.ts'
import { scriptOf } from './script.ts'

function type(t: TestContext, ...blocks: [kind: BlockKind, text: string][]) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-script-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const page = {
    number: 4,
    title: 'Test',
    file: 'docs/workshop/04-test.md',
    blocks: blocks.map(([kind, text], index) => ({ kind, text, line: 10 * (index + 1) })),
  }
  const { status, stdout, stderr } = spawnSync('bash', ['-c', scriptOf(page, folder)], {
    encoding: 'utf8',
    cwd: folder,
  })
  return { status, stdout, stderr }
}

test('blocks run in one shell, one after the other', (t) => {
  const { status, stdout } = type(t, ['sh', "word='it'\\''s'"], ['sh', 'echo "<$word>"'])
  assert.equal(status, 0)
  assert.match(stdout, /^<it's>$/m)
})

test('a command that fails ends it with 1, and names page and line; what follows is not typed', (t) => {
  const { status, stdout, stderr } = type(t, ['sh', 'echo one\nfalse\necho two'], ['sh', 'echo three'])
  assert.equal(status, 1)
  assert.match(stderr, /04-test\.md:10: this command did not end well: false/)
  assert.doesNotMatch(stdout, /^(two|three)$/m)
})

test('a failure inside of a substitution or a loop counts too', (t) => {
  assert.equal(type(t, ['sh', 'x=$(false)']).status, 1)
  assert.equal(type(t, ['sh', 'for n in 1 2; do false; done']).status, 1)
})

test('what is to be refused must be', (t) => {
  assert.equal(type(t, ['sh refused', 'false']).status, 0)
  const { status, stderr } = type(t, ['sh', 'true'], ['sh refused', 'true'])
  assert.equal(status, 1)
  assert.match(stderr, /04-test\.md:20: this was to be refused/)
})

test('a second terminal goes on beside the first, and is waited for', (t) => {
  const { status, stdout } = type(
    t,
    ['sh second-terminal', 'until test -e go; do sleep 0.05; done; echo it ended > said'],
    ['sh', 'touch go'],
  )
  assert.equal(status, 0, stdout)
  assert.equal(type(t, ['sh second-terminal', 'echo reason; exit 3']).status, 1)
})

test('what fails in a second terminal is told with its output and its line', (t) => {
  const { stdout, stderr } = type(t, ['sh second-terminal', 'echo the reason\nfalse'], ['sh', 'true'])
  assert.match(stdout, /^the reason$/m)
  assert.match(stderr, /04-test\.md:10: this did not end well in the second terminal/)
})

test('a watch is ended at the end, with all that it has started', (t) => {
  // Whoever holds our end of the output keeps us waiting: so nobody is left when this ends.
  const { status } = type(t, ['sh', 'exec 9>&1'], ['sh watch', 'sleep 300 | sleep 300'], ['sh', 'true'])
  assert.equal(status, 0)
})

test('a watch that ends by itself with a failure fails the page', (t) => {
  assert.equal(type(t, ['sh watch', 'false'], ['sh', 'sleep 0.3']).status, 1)
  assert.equal(type(t, ['sh watch', 'true'], ['sh', 'sleep 0.3']).status, 0)
})
