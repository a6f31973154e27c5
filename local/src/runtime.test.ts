import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { repository } from './repository.ts'
import { allocator, nodeFlags } from './runtime.ts'

const lines = readFileSync(join(repository, 'Dockerfile'), 'utf8').split('\n')

test('the image runs and compiles a service with the flags that it has here', () => {
  const running = lines.filter((line) => /^(RUN|ENTRYPOINT) \["\/usr\/bin\/node"/.test(line))
  assert.equal(running.length, 3)
  const [, flags] = /"\/usr\/bin\/node", (.*)\]$/.exec(running.at(-1)!)!
  assert.equal(flags, nodeFlags.map((flag) => JSON.stringify(flag)).join(', '))
  // Node uses what was compiled only with the same flags.
  for (const line of running) assert.ok(line.includes(flags!), line)
})

test('the image has the same settings of the allocator', () => {
  for (const [name, value] of Object.entries(allocator))
    assert.ok(
      lines.some((line) => line.includes(`${name}=${value}`)),
      name,
    )
})
